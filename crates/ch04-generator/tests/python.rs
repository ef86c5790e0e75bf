//! What the page says of Python's generators and no listing shows: `facts.py`, in this Python.

#[test]
fn every_fact_about_python_holds() {
    let Some(python) = listing::python_for_tests() else { return };
    let output = python
        .command()
        .args(["-X", "dev", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts.py")])
        .output()
        .expect("Python starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "14 facts hold", "{errors}");
}
