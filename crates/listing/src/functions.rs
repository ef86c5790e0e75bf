//! Reads which functions a Rust file has, in their order.

use syn::visit::{self, Visit};

/// A function of a file, and the line that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub line: usize,
}

/// Every function of this source in its order: free ones, methods, and those inside others.
///
/// # Errors
///
/// The line and the words of the first syntax error.
pub fn functions(source: &str) -> Result<Vec<Function>, (usize, String)> {
    let file = syn::parse_file(source)
        .map_err(|error| (error.span().start().line, format!("is not Rust: {error}")))?;
    let mut found = Found(Vec::new());
    found.visit_file(&file);
    Ok(found.0)
}

/// Where the functions of a file first differ from those of the model: the line, if there is one,
/// and what is wrong there. `None` if they have the same names in the same order.
pub fn difference(
    here: &[Function],
    model: &str,
    there: &[Function],
) -> Option<(Option<usize>, String)> {
    let same = here.iter().zip(there).take_while(|(a, b)| a.name == b.name).count();
    let what = match (here.get(same), there.get(same)) {
        (None, None) => return None,
        (Some(here), None) => format!("has `{}`, which {model} does not have", here.name),
        (None, Some(there)) => {
            format!("ends before `{}`, which {model}:{} has", there.name, there.line)
        }
        (Some(here), Some(there)) => {
            let rule = "all variants have the same functions in the same order";
            format!("has `{}` where {model}:{} has `{}`: {rule}", here.name, there.line, there.name)
        }
    };
    Some((here.get(same).map(|function| function.line), what))
}

/// Whether this source is a program of its own: has a `main` outside everything else.
pub fn has_main(source: &str) -> bool {
    syn::parse_file(source).is_ok_and(|file| {
        file.items.iter().any(|item| matches!(item, syn::Item::Fn(f) if f.sig.ident == "main"))
    })
}

struct Found(Vec<Function>);

impl Found {
    fn add(&mut self, name: &syn::Ident) {
        self.0.push(Function { name: name.to_string(), line: name.span().start().line });
    }
}

impl Visit<'_> for Found {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        self.add(&function.sig.ident);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        self.add(&function.sig.ident);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &syn::TraitItemFn) {
        self.add(&function.sig.ident);
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_come_in_the_order_of_the_file_with_their_lines() {
        let source = "fn main() {\n    fn inner() {}\n}\n\
                      impl Future for Never {\n    fn poll() {}\n}\n\
                      async fn worker() {}\n";

        let found = functions(source).unwrap();

        let found: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.line)).collect();
        assert_eq!(found, [("main", 1), ("inner", 2), ("poll", 5), ("worker", 7)]);
    }

    #[test]
    fn a_syntax_error_is_named_by_its_line() {
        let (line, why) = functions("fn main() {}\nfn fn\n").unwrap_err();

        assert_eq!(line, 2);
        assert!(why.starts_with("is not Rust: "), "{why}");
    }

    #[test]
    fn only_a_main_of_the_file_itself_makes_a_program() {
        assert!(has_main("pub fn main() {}"));
        assert!(!has_main("mod inside { pub fn main() {} }"));
    }
}
