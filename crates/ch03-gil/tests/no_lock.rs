//! On a Python without the lock, the programs that are about the lock say so, and do nothing else.

use std::path::Path;

/// Runs a program as if this Python had been built without the lock.
const WITHOUT_THE_LOCK: &str = "\
import runpy, sys, sysconfig
sysconfig.get_config_vars()['Py_GIL_DISABLED'] = 1
runpy.run_path(sys.argv[1], run_name='__main__')
";

#[test]
fn a_python_without_the_lock_is_refused_in_one_sentence() {
    let Some(python) = listing::python_for_tests() else { return };
    for name in ["who_ticks", "convoy", "out_of_the_gil"] {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
        let ended = python
            .command()
            .args(["-c", WITHOUT_THE_LOCK])
            .arg(program.join("original.py"))
            .env("STEPS_MODULE", "never-loaded")
            .output()
            .expect("Python starts");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{name}: {said}");
        assert!(said.starts_with("error: this Python has no lock to "), "{name}: {said}");
        assert!(said.trim_end().ends_with("; set PYTHON to a usual one"), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        assert_eq!(ended.stdout, b"", "{name} goes on");
    }
}
