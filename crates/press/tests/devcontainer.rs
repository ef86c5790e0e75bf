//! `.devcontainer/devcontainer.json`, with which GitHub's Codespaces and editors open the repository:
//! it has the shape that <https://containers.dev/implementors/json_schema/> asks for, and every
//! command and every port in it is one that there is.
//!
//! The published schema cannot be fetched when tests run. `RULES` says what it says of those properties
//! that a container made from an image may have.

mod common;

use serde_json::{Map, Value, json};
use std::fs;

/// What a value may be.
enum Kind {
    Text,
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A number of a port, or `host:port`.
    Ports,
    PortAttributes,
    /// A line for a shell, the words of a command, or several of either by name.
    Command,
    /// The least that a machine needs.
    Machine,
    /// Words by name.
    Variables,
    Texts,
    Object,
}

const RULES: [(&str, Kind); 28] = [
    ("$schema", Kind::Text),
    ("name", Kind::Text),
    ("image", Kind::Text),
    ("features", Kind::Object),
    ("overrideFeatureInstallOrder", Kind::Texts),
    ("forwardPorts", Kind::Ports),
    ("portsAttributes", Kind::PortAttributes),
    ("updateRemoteUserUID", Kind::Flag),
    ("containerEnv", Kind::Variables),
    ("containerUser", Kind::Text),
    ("init", Kind::Flag),
    ("privileged", Kind::Flag),
    ("capAdd", Kind::Texts),
    ("securityOpt", Kind::Texts),
    ("remoteEnv", Kind::Variables),
    ("remoteUser", Kind::Text),
    ("initializeCommand", Kind::Command),
    ("onCreateCommand", Kind::Command),
    ("updateContentCommand", Kind::Command),
    ("postCreateCommand", Kind::Command),
    ("postStartCommand", Kind::Command),
    ("postAttachCommand", Kind::Command),
    (
        "waitFor",
        Kind::Word(&[
            "initializeCommand",
            "onCreateCommand",
            "updateContentCommand",
            "postCreateCommand",
            "postStartCommand",
        ]),
    ),
    (
        "userEnvProbe",
        Kind::Word(&["none", "loginShell", "loginInteractiveShell", "interactiveShell"]),
    ),
    ("hostRequirements", Kind::Machine),
    ("customizations", Kind::Object),
    ("runArgs", Kind::Texts),
    ("shutdownAction", Kind::Word(&["none", "stopContainer"])),
];

const ON_FORWARD: [&str; 6] =
    ["notify", "openBrowser", "openBrowserOnce", "openPreview", "silent", "ignore"];

impl Kind {
    fn holds(&self, value: &Value) -> bool {
        match self {
            Kind::Text => value.is_string(),
            Kind::Flag => value.is_boolean(),
            Kind::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
            Kind::Texts => is_texts(value),
            Kind::Object => value.is_object(),
            Kind::Variables => all(value, |_, value| value.is_string()),
            Kind::Command => is_line(value) || all(value, |_, value| is_line(value)),
            Kind::Ports => value.as_array().is_some_and(|ports| ports.iter().all(is_port)),
            Kind::PortAttributes => all(value, |_, port| {
                all(port, |name, value| match name {
                    "label" => value.is_string(),
                    "onAutoForward" => Kind::Word(&ON_FORWARD).holds(value),
                    "elevateIfNeeded" | "requireLocalPort" => value.is_boolean(),
                    "protocol" => Kind::Word(&["http", "https"]).holds(value),
                    _ => false,
                })
            }),
            Kind::Machine => all(value, |name, value| match name {
                "cpus" => value.as_u64().is_some_and(|cpus| cpus >= 1),
                "memory" | "storage" => value.as_str().is_some_and(is_amount),
                _ => false,
            }),
        }
    }
}

fn all(value: &Value, test: impl Fn(&str, &Value) -> bool) -> bool {
    value.as_object().is_some_and(|map| map.iter().all(|(name, value)| test(name, value)))
}

fn is_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string))
}

fn is_line(value: &Value) -> bool {
    value.is_string() || is_texts(value)
}

fn is_port(port: &Value) -> bool {
    let of_host = |text: &str| text.split_once(':').is_some_and(|(_, p)| p.parse::<u16>().is_ok());
    port.as_u64().is_some_and(|port| port <= 65535) || port.as_str().is_some_and(of_host)
}

/// `4gb`.
fn is_amount(text: &str) -> bool {
    let number = ["tb", "gb", "mb", "kb"].iter().find_map(|unit| text.strip_suffix(unit));
    let number = number.unwrap_or(text);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is wrong with a configuration.
fn faults(config: &Map<String, Value>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, value) in config {
        match RULES.iter().find(|(known, _)| known == name) {
            None => faults.push(format!("`{name}` is no property of a dev container")),
            Some((_, kind)) if !kind.holds(value) => {
                faults.push(format!("`{name}` cannot be {value}"));
            }
            Some(_) => {}
        }
    }
    if !config.contains_key("image") {
        faults.push("no `image`".into());
    }
    faults
}

fn config() -> Map<String, Value> {
    let file = common::root().join(".devcontainer/devcontainer.json");
    // Comments would be allowed there. Without them, any reader of JSON can read it.
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn it_has_the_shape_that_is_asked_for() {
    assert_eq!(faults(&config()), Vec::<String>::new());
}

#[test]
fn each_rule_can_be_broken() {
    for (name, wrong, said) in [
        ("createCommand", json!("cargo listing"), "no property of a dev container"),
        ("image", json!(["a"]), "`image` cannot be"),
        ("waitFor", json!("onCreate"), "`waitFor` cannot be"),
        ("forwardPorts", json!([70000]), "`forwardPorts` cannot be"),
        ("forwardPorts", json!(["db"]), "`forwardPorts` cannot be"),
        ("portsAttributes", json!({"3000": {"onAutoForward": "open"}}), "`portsAttributes`"),
        ("portsAttributes", json!({"3000": {"title": "x"}}), "`portsAttributes`"),
        ("hostRequirements", json!({"memory": "4 GB"}), "`hostRequirements` cannot be"),
        ("hostRequirements", json!({"cpus": 0}), "`hostRequirements` cannot be"),
        ("updateContentCommand", json!({"a": 1}), "`updateContentCommand` cannot be"),
        ("remoteUser", json!(1), "`remoteUser` cannot be"),
        ("capAdd", json!("SYS_PTRACE"), "`capAdd` cannot be"),
        ("init", json!("yes"), "`init` cannot be"),
        ("containerEnv", json!({"A": 1}), "`containerEnv` cannot be"),
        ("features", json!([]), "`features` cannot be"),
    ] {
        let mut config = config();
        config.insert(name.into(), wrong);
        let found = faults(&config);
        assert!(found.len() == 1 && found[0].contains(said), "{name}: {found:?}");
    }
    let mut without = config();
    without.remove("image");
    assert_eq!(faults(&without), ["no `image`"]);
}

/// Every command is an alias of ours or a script, so that a renamed one is noticed here.
#[test]
fn its_commands_are_there() {
    let root = common::root();
    let aliases = fs::read_to_string(root.join(".cargo/config.toml")).unwrap();
    let config = config();
    let commands = config["updateContentCommand"].as_object().unwrap();
    let lines: Vec<&str> =
        commands.values().flat_map(|line| line.as_str().unwrap().split(" && ")).collect();

    assert!(lines.contains(&"cargo listing"), "{lines:?}");
    for line in lines {
        let mut words = line.split(' ');
        match (words.next(), words.next()) {
            (Some("cargo"), Some(alias)) => {
                assert!(aliases.contains(&format!("\n{alias} = \"run ")), "{line}");
            }
            (Some(script), _) => assert!(root.join(script).is_file(), "{line}"),
            (None, _) => panic!("an empty command"),
        }
    }
}

/// The book needs Python 3.11 or newer and a Rust that its `Cargo.toml` names or newer, and `serve`
/// uses the port that is forwarded.
#[test]
fn its_versions_and_its_port_are_those_of_the_book() {
    let config = config();
    let image = config["image"].as_str().unwrap();
    let version = image.strip_prefix("mcr.microsoft.com/devcontainers/python:1-3.").unwrap();
    let minor: u32 = version.split('-').next().unwrap().parse().unwrap();
    assert!(minor >= 11, "{image}");
    let rust = &config["features"]["ghcr.io/devcontainers/features/rust:1"];
    assert_eq!(rust["version"], "latest");

    let cli = fs::read_to_string(common::root().join("crates/press/src/cli.rs")).unwrap();
    for port in config["forwardPorts"].as_array().unwrap() {
        assert!(cli.contains(&format!("default_value_t = {port})")), "{port}");
        assert!(config["portsAttributes"].get(port.to_string()).is_some(), "{port}");
    }
}
