//! Discord's limits on what a bot sends, checked on every request.
//!
//! These are the rules of Discord's documentation, with those that its OpenAPI leaves out (6,000 characters over all embeds,
//! unique `custom_id`s, an empty field). Lengths are counted in UTF-16 units, the stricter of the two ways to count. A broken
//! rule is a sentence that names the place.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::Value;

/// A text's length as the strictest reader counts it.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Checks one list of findings: each `limit` adds a sentence where a text is too long or empty.
#[derive(Default)]
pub(crate) struct Findings(pub(crate) Vec<String>);

impl Findings {
    fn add(&mut self, what: impl Into<String>) {
        self.0.push(what.into());
    }

    /// A text that may be absent, of at most `most` units.
    fn most(&mut self, place: &str, text: &Value, most: usize) {
        if let Some(text) = text.as_str() {
            let has = length(text);
            if has > most {
                self.add(format!("{place} has {has} characters, at most {most}"));
            }
        }
    }

    /// A text that must be there, of one to `most` units.
    fn some(&mut self, place: &str, text: &Value, most: usize) {
        match text.as_str() {
            Some(text) if !text.trim().is_empty() => {}
            _ => self.add(format!("{place} is empty")),
        }
        self.most(place, text, most);
    }

    fn count(&mut self, place: &str, list: &Value, most: usize) {
        let has = list.as_array().map_or(0, Vec::len);
        if has > most {
            self.add(format!("{place} has {has} items, at most {most}"));
        }
    }
}

fn items(list: &Value) -> impl Iterator<Item = (usize, &Value)> {
    list.as_array().into_iter().flatten().enumerate()
}

/// The rules of a message, or of an edit of one (`new` false: what is absent stays as it was).
pub(crate) fn message(body: &Value, files: usize, new: bool) -> Vec<String> {
    let mut found = Findings::default();
    found.most("content", &body["content"], 2000);
    found.count("embeds", &body["embeds"], 10);
    let mut total = 0;
    for (i, embed) in items(&body["embeds"]) {
        total += one_embed(&mut found, i, embed);
    }
    if total > 6000 {
        found.add(format!(
            "the embeds together have {total} characters, at most 6000"
        ));
    }
    components(&mut found, &body["components"]);
    if files > 10 {
        found.add(format!("{files} files, at most 10"));
    }
    for (i, file) in items(&body["attachments"]) {
        let place = format!("attachments[{i}].description");
        found.most(&place, &file["description"], 1024);
    }
    let empty = |key: &str| body[key].as_array().is_none_or(Vec::is_empty);
    if new
        && body["content"].as_str().is_none_or(|c| c.trim().is_empty())
        && empty("embeds")
        && empty("components")
        && files == 0
    {
        found.add("the message is empty");
    }
    nonce(&mut found, &body["nonce"]);
    mentions(&mut found, &body["allowed_mentions"]);
    found.0
}

fn nonce(found: &mut Findings, nonce: &Value) {
    let text = match nonce {
        Value::Null => return,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.is_empty() || length(&text) > 25 {
        found.add(format!("the nonce {text:?} is not of 1 to 25 characters"));
    }
}

fn mentions(found: &mut Findings, allowed: &Value) {
    if !allowed.is_object() {
        found.add("allowed_mentions is missing, so that whatever the text holds would ping");
        return;
    }
    for key in ["users", "roles"] {
        found.count("allowed_mentions", &allowed[key], 100);
        let parsed = items(&allowed["parse"]).any(|(_, kind)| kind == key);
        if parsed && items(&allowed[key]).next().is_some() {
            found.add(format!(
                "allowed_mentions has both parse {key} and a list of {key}"
            ));
        }
    }
}

fn one_embed(found: &mut Findings, i: usize, embed: &Value) -> usize {
    let place = |part: &str| format!("embeds[{i}].{part}");
    found.most(&place("title"), &embed["title"], 256);
    found.most(&place("description"), &embed["description"], 4096);
    found.most(&place("footer.text"), &embed["footer"]["text"], 2048);
    found.most(&place("author.name"), &embed["author"]["name"], 256);
    found.count(&place("fields"), &embed["fields"], 25);
    let mut total: usize = [
        &embed["title"],
        &embed["description"],
        &embed["footer"]["text"],
        &embed["author"]["name"],
    ]
    .into_iter()
    .filter_map(Value::as_str)
    .map(|text| length(text.trim()))
    .sum();
    for (j, field) in items(&embed["fields"]) {
        for (part, most) in [("name", 256), ("value", 1024)] {
            found.some(&place(&format!("fields[{j}].{part}")), &field[part], most);
            total += field[part].as_str().map_or(0, |text| length(text.trim()));
        }
    }
    let urls = [
        &embed["url"],
        &embed["image"]["url"],
        &embed["thumbnail"]["url"],
        &embed["author"]["url"],
        &embed["author"]["icon_url"],
        &embed["footer"]["icon_url"],
    ];
    for url in urls.into_iter().filter_map(Value::as_str) {
        let known = ["https://", "http://", "attachment://"];
        if !known.iter().any(|scheme| url.starts_with(scheme)) || length(url) > 2048 {
            found.add(format!(
                "embeds[{i}] has an address that Discord refuses: {url:.80}"
            ));
        }
    }
    let shown = [
        "title",
        "description",
        "fields",
        "author",
        "footer",
        "image",
        "thumbnail",
    ];
    if shown.iter().all(|part| match &embed[*part] {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }) {
        found.add(format!("embeds[{i}] shows nothing"));
    }
    total
}

fn components(found: &mut Findings, rows: &Value) {
    found.count("components", rows, 5);
    let mut ids = HashSet::new();
    for (i, row) in items(rows) {
        let place = format!("components[{i}]");
        if row["type"] != 1 {
            found.add(format!("{place} is no action row"));
            continue;
        }
        let parts = row["components"].as_array().map_or(0, Vec::len);
        let buttons = items(&row["components"])
            .filter(|(_, c)| c["type"] == 2)
            .count();
        if parts == 0 || parts > 5 || (buttons != parts && parts != 1) {
            found.add(format!(
                "{place} holds neither one to five buttons nor one menu"
            ));
        }
        for (j, part) in items(&row["components"]) {
            let place = format!("{place}.components[{j}]");
            match part["type"].as_u64() {
                Some(2) => button(found, &place, part),
                Some(3..=8) => menu(found, &place, part),
                _ => found.add(format!("{place} is of an unknown type")),
            }
            if let Some(id) = part["custom_id"].as_str() {
                found.some(&format!("{place}.custom_id"), &part["custom_id"], 100);
                if !ids.insert(id) {
                    found.add(format!("{place}: the custom_id {id:?} comes twice"));
                }
            }
        }
    }
}

fn button(found: &mut Findings, place: &str, button: &Value) {
    found.most(&format!("{place}.label"), &button["label"], 80);
    if button["label"].as_str().is_none_or(|l| l.trim().is_empty()) && button["emoji"].is_null() {
        found.add(format!("{place} has neither label nor emoji"));
    }
    let (id, url) = (button["custom_id"].is_string(), button["url"].is_string());
    let link = button["style"] == 5;
    if id == link || url != link || !matches!(button["style"].as_u64(), Some(1..=5)) {
        found.add(format!(
            "{place}: style, custom_id and url do not fit each other"
        ));
    }
    found.most(&format!("{place}.url"), &button["url"], 512);
}

fn menu(found: &mut Findings, place: &str, menu: &Value) {
    found.some(&format!("{place}.custom_id"), &menu["custom_id"], 100);
    found.most(&format!("{place}.placeholder"), &menu["placeholder"], 150);
    if menu["type"] != 3 {
        return;
    }
    found.count(&format!("{place}.options"), &menu["options"], 25);
    let mut values = HashSet::new();
    for (i, option) in items(&menu["options"]) {
        let place = format!("{place}.options[{i}]");
        found.some(&format!("{place}.label"), &option["label"], 100);
        found.some(&format!("{place}.value"), &option["value"], 100);
        found.most(&format!("{place}.description"), &option["description"], 100);
        if !values.insert(option["value"].as_str()) {
            found.add(format!("{place}: its value comes twice"));
        }
    }
    if values.is_empty() {
        found.add(format!("{place} has no options"));
    }
}

/// The rules of a scheduled event that takes place outside Discord; `ahead`: its beginning was set now.
pub(crate) fn event(body: &Value, now: DateTime<Utc>, ahead: bool) -> Vec<String> {
    let mut found = Findings::default();
    found.some("name", &body["name"], 100);
    found.most("description", &body["description"], 1000);
    let place = &body["entity_metadata"]["location"];
    found.some("entity_metadata.location", place, 100);
    if body["privacy_level"] != 2 || body["entity_type"] != 3 || !body["channel_id"].is_null() {
        found.add("the event is none that takes place outside Discord");
    }
    let moment = |key: &str| body[key].as_str()?.parse::<DateTime<Utc>>().ok();
    match (moment("scheduled_start_time"), moment("scheduled_end_time")) {
        (Some(start), Some(end)) => {
            if ahead && start <= now {
                found.add(format!("the event begins in the past: {start}"));
            }
            if end <= start {
                found.add(format!("the event ends at {end}, before it begins"));
            }
        }
        _ => found.add("the event has no beginning or no end"),
    }
    found.0
}

/// The rules of an autocomplete answer.
pub(crate) fn choices(data: &Value) -> Vec<String> {
    let mut found = Findings::default();
    if !data["choices"].is_array() {
        found.add("an autocomplete answer has no choices");
    }
    found.count("choices", &data["choices"], 25);
    for (i, choice) in items(&data["choices"]) {
        found.some(&format!("choices[{i}].name"), &choice["name"], 100);
        if choice["value"].is_string() {
            found.some(&format!("choices[{i}].value"), &choice["value"], 100);
        }
    }
    found.0
}

/// The rules of a modal.
pub(crate) fn modal(data: &Value) -> Vec<String> {
    let mut found = Findings::default();
    found.some("title", &data["title"], 45);
    found.some("custom_id", &data["custom_id"], 100);
    found.count("components", &data["components"], 5);
    found.0
}

/// The rules of the list of global commands.
pub(crate) fn commands(list: &Value) -> Vec<String> {
    let mut found = Findings::default();
    found.count("commands", list, 100);
    let mut names = HashSet::new();
    for (_, command) in items(list) {
        let name = command["name"].as_str().unwrap_or_default();
        let kind = command["type"].as_u64().unwrap_or(1);
        if !names.insert((kind, name)) {
            found.add(format!("/{name} comes twice"));
        }
        if kind == 1 {
            chat_command(&mut found, name, command);
        } else {
            let empty = |key: &str| match &command[key] {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(list) => list.is_empty(),
                _ => false,
            };
            if !empty("description") || !empty("options") {
                found.add(format!(
                    "{name} is a context menu and has a description or options"
                ));
            }
            found.some(&format!("{name:?}"), &command["name"], 32);
        }
    }
    for kind in [2, 3] {
        let many = items(list).filter(|(_, c)| c["type"] == kind).count();
        if many > 15 {
            found.add(format!("{many} commands of type {kind}, at most 15"));
        }
    }
    found.0
}

fn chat_command(found: &mut Findings, name: &str, command: &Value) {
    let at = format!("/{name}");
    if !name_fits(name) {
        found.add(format!("{at}: the name breaks Discord's pattern"));
    }
    found.some(&format!("{at}.description"), &command["description"], 100);
    found.count(&format!("{at}.options"), &command["options"], 25);
    let mut optional = false;
    let mut names = HashSet::new();
    let mut total = length(name) + command["description"].as_str().map_or(0, length);
    for (_, option) in items(&command["options"]) {
        let name = option["name"].as_str().unwrap_or_default();
        let at = format!("{at} {name}");
        if !name_fits(name) || !names.insert(name) {
            found.add(format!(
                "{at}: the name breaks Discord's pattern or comes twice"
            ));
        }
        found.some(&format!("{at}.description"), &option["description"], 100);
        total += length(name) + option["description"].as_str().map_or(0, length);
        match option["required"].as_bool() {
            Some(true) if optional => {
                found.add(format!("{at} is required and follows an optional one"))
            }
            Some(true) => {}
            _ => optional = true,
        }
        found.count(&format!("{at}.choices"), &option["choices"], 25);
        if option["autocomplete"] == true && items(&option["choices"]).next().is_some() {
            found.add(format!("{at} has both choices and autocomplete"));
        }
        for (_, choice) in items(&option["choices"]) {
            found.some(&format!("{at}.choice"), &choice["name"], 100);
            found.most(&format!("{at}.choice"), &choice["value"], 100);
            total += choice["name"].as_str().map_or(0, length)
                + choice["value"].as_str().map_or(0, length);
        }
    }
    if total > 8000 {
        found.add(format!("{at} has {total} characters in all, at most 8000"));
    }
}

fn name_fits(name: &str) -> bool {
    (1..=32).contains(&name.chars().count())
        && name == name.to_lowercase()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '\''))
}

/// Whom a message pings: what its text mentions, as far as `allowed_mentions` lets it.
pub(crate) fn pings(body: &Value) -> Vec<String> {
    let text = body["content"].as_str().unwrap_or_default();
    let allowed = &body["allowed_mentions"];
    let open = allowed.is_null();
    let parses = |kind: &str| open || items(&allowed["parse"]).any(|(_, k)| k == kind);
    let listed = |kind: &str, id: &str| {
        items(&allowed[kind])
            .any(|(_, v)| v.as_str().map_or_else(|| v.to_string(), str::to_owned) == id)
    };
    let mut pinged = Vec::new();
    for all in ["@everyone", "@here"] {
        if text.contains(all) && parses("everyone") {
            pinged.push(all.to_owned());
        }
    }
    for (i, _) in text.match_indices("<@") {
        let Some((inside, _)) = text[i + 2..].split_once('>') else {
            continue;
        };
        let (kind, one, id) = match inside.strip_prefix('&') {
            Some(id) => ("roles", "role", id),
            None => ("users", "user", inside.trim_start_matches('!')),
        };
        let number = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
        if number && (parses(kind) || listed(kind, id)) {
            pinged.push(format!("{one} {id}"));
        }
    }
    pinged
}
