//! Request bodies checked against Discord's own OpenAPI, where the environment names a copy (`DISCORD_OPENAPI`).
//!
//! The specification is large, so a route's schema is compiled when it is first met. Two of its demands are known to be false
//! alarms, which Discord's own examples break too: an attachment's `id` may be a number, and an integer may come as a
//! string of digits. Its unions all mean "one of these": the complaint shown is that of the branch that fits best.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};

/// The specification.
pub(crate) struct OpenApi {
    paths: Value,
    schemas: Value,
    compiled: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

/// The copy that the environment names, read once; None where it names none.
pub(crate) fn named() -> Option<&'static OpenApi> {
    static NAMED: OnceLock<Option<OpenApi>> = OnceLock::new();
    let read = || std::env::var_os("DISCORD_OPENAPI").map(|path| OpenApi::read(Path::new(&path)));
    NAMED.get_or_init(read).as_ref()
}

impl OpenApi {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|e| panic!("DISCORD_OPENAPI names {}: {e}", path.display()));
        let document = serde_json::from_str(&text)
            .unwrap_or_else(|e| panic!("DISCORD_OPENAPI names {}: {e}", path.display()));
        Self::of(document)
    }

    /// A specification by its text.
    pub(crate) fn of(mut document: Value) -> Self {
        let mut schemas = document["components"]["schemas"].take();
        let mut paths = document["paths"].take();
        loosen(&mut schemas);
        loosen(&mut paths);
        assert!(
            paths.is_object() && schemas.is_object(),
            "DISCORD_OPENAPI names no OpenAPI"
        );
        Self {
            paths,
            schemas,
            compiled: Mutex::default(),
        }
    }

    /// What is wrong with a body; `path` without `/api/v10`.
    pub(crate) fn check(&self, method: &str, path: &str, body: &Value) -> Vec<String> {
        let Some(template) = self.template(method, path) else {
            return vec![format!("the OpenAPI knows no {method} {path}")];
        };
        let Some(validator) = self.validator(method, template) else {
            return Vec::new();
        };
        validator
            .iter_errors(body)
            .map(|error| sentence(&error))
            .collect()
    }

    fn template(&self, method: &str, path: &str) -> Option<&str> {
        let method = method.to_lowercase();
        let wanted: Vec<&str> = path.trim_matches('/').split('/').collect();
        let fits = |template: &str| {
            let parts: Vec<&str> = template.trim_matches('/').split('/').collect();
            parts.len() == wanted.len()
                && parts
                    .iter()
                    .zip(&wanted)
                    .all(|(p, w)| p.starts_with('{') || p == w)
        };
        let all = self.paths.as_object().into_iter().flatten();
        all.filter(|(template, methods)| methods.get(&method).is_some() && fits(template))
            .min_by_key(|(template, _)| template.matches('{').count())
            .map(|(template, _)| template.as_str())
    }

    fn validator(&self, method: &str, template: &str) -> Option<Arc<Validator>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let key = format!("{method} {template}");
        let compile = || {
            let content = &self.paths[template][method.to_lowercase()]["requestBody"]["content"];
            let schema = content["application/json"]["schema"].clone();
            schema.is_object().then(|| {
                let whole = json!({"allOf": [schema], "components": {"schemas": self.schemas}});
                let built = jsonschema::draft202012::options()
                    .should_validate_formats(true)
                    .build(&whole);
                Arc::new(built.unwrap_or_else(|e| panic!("the OpenAPI's {template}: {e}")))
            })
        };
        compiled.entry(key).or_insert_with(compile).clone()
    }
}

/// Makes the two allowances, and every `oneOf` an `anyOf`: loosened branches may overlap.
fn loosen(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(loosen),
        Value::Object(map) => {
            map.values_mut().for_each(loosen);
            if let Some(branches) = map.remove("oneOf") {
                map.insert("anyOf".into(), branches);
            }
            let has = |name: &str| match map.get("type") {
                Some(Value::String(one)) => one == name,
                Some(Value::Array(many)) => many.iter().any(|t| t == name),
                _ => false,
            };
            let snowflake = map.get("format").is_some_and(|f| f == "snowflake");
            let (integer, string, null) = (has("integer"), has("string"), has("null"));
            if (integer && !string) || (snowflake && string) {
                let mut types = vec!["integer", "string"];
                if null {
                    types.push("null");
                }
                map.insert("type".into(), json!(types));
                map.entry("pattern").or_insert_with(|| json!("^-?[0-9]+$"));
            }
        }
        _ => {}
    }
}

/// An error in one line: the place and the complaint of the branch that came furthest.
fn sentence(error: &ValidationError<'_>) -> String {
    if let ValidationErrorKind::AnyOf { context } = error.kind() {
        let depth = |branch: &&Vec<ValidationError<'_>>| {
            let deepest = branch
                .iter()
                .map(|e| sentence(e).matches('/').count())
                .max();
            (deepest.unwrap_or(0), std::cmp::Reverse(branch.len()))
        };
        if let Some(inner) = context
            .iter()
            .max_by_key(depth)
            .and_then(|branch| branch.first())
        {
            return sentence(inner);
        }
    }
    format!(
        "{}: {:.300}",
        error.instance_path(),
        error.masked().to_string()
    )
}
