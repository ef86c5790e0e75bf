//! What the page says of Python's own pools of processes, held to what they do.

use std::path::Path;

#[test]
fn pythons_pools_do_what_the_page_says_when_a_worker_ends() {
    let Some(python) = listing::python_for_tests() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pools.py");
    let output = python.command().arg(script).output().expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
    let expected = "\
Pool: the others [0, 1, 4, 16, 25]
Pool: job 3 does not come, and no error either
ProcessPoolExecutor: broken 3 of 3
ProcessPoolExecutor: sys.exit comes as SystemExit
ProcessPoolExecutor: and then 4
";
    assert_eq!(said, expected, "{}", String::from_utf8_lossy(&output.stderr));
}
