//! What a page asks for: which listing, which side, which lines.

use catalog::Side;

/// What a `{{#listing …}}` asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The listing.
    pub name: String,
    /// Only these lines of it.
    pub anchor: Option<String>,
    /// Only this variant.
    pub side: Option<Side>,
    /// The listing that a reader knows already: what repeats it is folded.
    pub after: Option<String>,
    /// The anchor whose lines the text is about: the others are quieter.
    pub focus: Option<String>,
}

impl Request {
    /// Reads `first_task`, `first_task:spawn`, `first_task tokio` or `first_task:spawn tokio`, and
    /// of a whole one also `s2_queue after=s1_loop` and `s2_queue focus=wake`.
    ///
    /// # Errors
    /// Says which word is not understood.
    pub fn parse(arguments: &str) -> Result<Self, String> {
        let mut words = arguments.split_whitespace();
        let first = words.next().ok_or("which listing? write {{#listing NAME}}")?;
        let (name, anchor) = match first.split_once(':') {
            Some((name, anchor)) => (name, Some(anchor.to_string())),
            None => (first, None),
        };
        let mut request = Self { name: name.to_string(), anchor, ..Self::default() };
        for word in words {
            match word.split_once('=') {
                Some(("after", value)) => once(&mut request.after, "after", value)?,
                Some(("focus", value)) => once(&mut request.focus, "focus", value)?,
                Some((other, _)) => {
                    return Err(format!("a listing has no `{other}=`: it has after= and focus="));
                }
                None if request.side.is_none() => {
                    let side = Side::parse(word).ok_or_else(|| {
                        let known = Side::ALL.map(Side::name).join(", ");
                        format!("`{word}` is not a side of a listing (they are: {known})")
                    })?;
                    request.side = Some(side);
                }
                None => {
                    return Err(format!("`{word}` is one word too many for {{{{#listing …}}}}"));
                }
            }
        }
        match (&request.anchor, &request.after, &request.focus) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
                Err(format!("`{first}` is an excerpt: after= and focus= are for a whole listing"))
            }
            (_, Some(_), Some(_)) => {
                Err("after= and focus= both fold lines: use one of them".to_string())
            }
            (_, Some(after), _) if *after == request.name => {
                Err(format!("`{after}` cannot come after itself"))
            }
            _ => Ok(request),
        }
    }

    /// The anchor that it shows or points to.
    pub fn uses(&self) -> Option<&str> {
        self.anchor.as_deref().or(self.focus.as_deref())
    }
}

fn once(slot: &mut Option<String>, name: &str, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Err(format!("{name}= what? write a name behind it"));
    }
    match slot.replace(value.to_string()) {
        Some(_) => Err(format!("{name}= stands twice")),
        None => Ok(()),
    }
}
