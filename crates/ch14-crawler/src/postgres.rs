//! A PostgreSQL server of our own, for as long as a listing runs: in a temporary folder, reached by a
//! socket that lies there, too. It starts the programs of the distribution's package.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio_postgres::{Client, Config, NoTls};

/// Who is nobody, for a server that refuses to be root.
const NOBODY: u32 = 65534;
/// Far more than it takes on a busy machine.
const TIME_TO_START: Duration = Duration::from_secs(40);

/// Where Debian, postgresql.org's RPMs and Homebrew put the programs, besides `$PGBIN` and `PATH`.
const FOLDERS: [&str; 4] = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];

const MISSING: &str = "PostgreSQL is missing; on Debian or Ubuntu: sudo apt-get install postgresql, \
     elsewhere set PGBIN to the folder of initdb";

/// The server. Dropped, it ends, and its folder is gone.
pub struct Server {
    process: Child,
    folder: TempDir,
}

impl Server {
    /// Makes a new one, without any tables.
    ///
    /// # Errors
    ///
    /// If PostgreSQL is missing or does not start: what it says.
    pub fn start() -> Result<Server, String> {
        let programs = find().ok_or(MISSING)?;
        let folder = folder().map_err(|why| format!("there is no room for a folder: {why}"))?;
        let data = folder.path().join("data");
        let mut initdb = command(&programs.join("initdb"), folder.path());
        initdb.args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8"]);
        let made = initdb.args(["--locale=C", "-D"]).arg(&data).output();
        let made = made.map_err(|why| format!("initdb does not start: {why}"))?;
        if !made.status.success() {
            let said = String::from_utf8_lossy(&made.stderr);
            return Err(format!("initdb fails: {}", said.lines().last().unwrap_or_default()));
        }
        // The shell waits for the end of its input, which is the end of this process, however it
        // ends. Then it stops the server.
        let mut server = command(Path::new("sh"), folder.path());
        server.args(["-c", "\"$@\" & server=$!; cat >/dev/null; kill -QUIT $server; wait $server"]);
        server.arg("sh").arg(programs.join("postgres")).arg("-D").arg(&data);
        server.arg("-k").arg(folder.path()).args(["-c", "listen_addresses="]);
        server.stdin(Stdio::piped()).stdout(Stdio::null());
        let log = fs::File::create(folder.path().join("log"));
        server.stderr(log.map_err(|why| why.to_string())?);
        let process = server.spawn().map_err(|why| format!("postgres does not start: {why}"))?;
        Ok(Server { process, folder })
    }

    /// The folder of its socket.
    pub fn socket(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        _ = self.process.wait();
    }
}

/// A connection to the server whose socket lies there, once it takes one.
///
/// # Errors
///
/// If it takes none for long.
pub async fn connect(socket: &Path) -> Result<Client, tokio_postgres::Error> {
    let began = Instant::now();
    loop {
        let mut config = Config::new();
        config.host_path(socket).user("postgres").dbname("postgres");
        match config.connect(NoTls).await {
            Ok((client, connection)) => {
                // It moves the bytes, and ends with the client.
                drop(tokio::spawn(connection));
                return Ok(client);
            }
            Err(_) if began.elapsed() < TIME_TO_START => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(why) => return Err(why),
        }
    }
}

/// Whether there is one to be started, or what is missing.
///
/// # Errors
///
/// What is missing, and where one gets it.
pub fn is_there() -> Result<(), String> {
    find().map(drop).ok_or_else(|| MISSING.to_owned())
}

/// The folder with `initdb` and `postgres`.
fn find() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> =
        std::env::var_os("PGBIN").map(PathBuf::from).into_iter().collect();
    for base in FOLDERS {
        // The newest version first.
        let mut versions: Vec<PathBuf> =
            fs::read_dir(base).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        versions.sort_by_key(|path| std::cmp::Reverse(number(path)));
        folders.extend(versions.into_iter().map(|version| version.join("bin")));
    }
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let has =
        |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
    folders.into_iter().find(has)
}

/// The number in a folder's name: 15 in `/usr/lib/postgresql/15`.
fn number(path: &Path) -> u32 {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
}

/// A folder that the server may write to. Its path is short, as those of sockets must be.
fn folder() -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("turns-").tempdir_in("/tmp")?;
    // Who has made it is who this process is.
    if fs::metadata(folder.path())?.uid() == 0 {
        chown(folder.path(), Some(NOBODY), Some(NOBODY))?;
    }
    Ok(folder)
}

/// A command in that folder. The server refuses to be root: then nobody runs it.
fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    if fs::metadata(folder).is_ok_and(|owner| owner.uid() == NOBODY) {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}
