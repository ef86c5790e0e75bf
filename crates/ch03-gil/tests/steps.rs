//! What Python gets to see of the module in Rust when it is given something wrong.

use listing::steps_module;

/// Loads the module as `out_of_the_gil` does, runs the code and returns what it prints.
fn in_python(code: &str) -> Option<String> {
    let python = listing::python_for_tests()?;
    let load = "import sys\n\
        from importlib.machinery import ExtensionFileLoader\n\
        from importlib.util import module_from_spec, spec_from_loader\n\
        loader = ExtensionFileLoader('steps', sys.argv[1])\n\
        steps = module_from_spec(spec_from_loader('steps', loader))\n\
        loader.exec_module(steps)\n";
    let myself = std::env::current_exe().expect("a test knows its file");
    let module = steps_module(&myself).expect("this package depends on crates/steps");
    let output = python
        .command()
        .args(["-c", &format!("{load}{code}")])
        .arg(module)
        .output()
        .expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).trim().replace("\r\n", "\n"))
}

#[test]
fn a_number_that_rust_cannot_hold_is_an_error_that_says_so() {
    let code = "for wrong in (-1, 2**64, 1.5, 'one'):\n\
        \x20   try: steps.meet_holding(wrong)\n\
        \x20   except Exception as error: print(type(error).__name__)";
    if let Some(printed) = in_python(code) {
        assert_eq!(printed, "OverflowError\nOverflowError\nTypeError\nTypeError");
    }
}

#[test]
fn a_panic_is_an_exception_that_except_exception_does_not_catch() {
    let code = "try:\n\
        \x20   try: steps.give_up()\n\
        \x20   except Exception: print('caught')\n\
        except BaseException as error: print(type(error).__name__, error)\n\
        print(steps.compute_holding(3) == steps.compute_released(3))";
    if let Some(printed) = in_python(code) {
        assert_eq!(printed, "PanicException Rust has given up\nTrue");
    }
}
