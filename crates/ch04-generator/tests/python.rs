//! What the page says of Python's generators and no listing shows: `facts.py`, in this Python.

use std::process::Command;

use listing::{is_ci, python};

#[test]
fn every_fact_about_python_holds() {
    let python = match python() {
        Ok(python) => python,
        // In CI a Python that is missing would leave this untested in silence.
        Err(why) if is_ci() => panic!("{why}"),
        Err(why) => return eprintln!("ignored: {why}"),
    };
    let output = Command::new(&python.program)
        .args(["-X", "dev", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts.py")])
        .output()
        .expect("Python starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "14 facts hold", "{errors}");
}
