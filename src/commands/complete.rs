//! Completion of options as a person types: at most 25 suggestions, best first.

use super::find::{Meant, article, session_label, upcoming};
use super::{
    Asker, Completion, Desk, Invocation, OptionManifest, Problem, Suggestion, manifest, manifests,
    words,
};
use crate::fold::fold;
use crate::reminder::{read_before, write_before};
use crate::store::{ArticleHead, PersonHead, SessionFound, Window};
use crate::zone;

/// Discord's limit.
const MOST: usize = 25;

/// Discord's limit for a label, and for a value.
const LONGEST: usize = 100;

/// The suggestions for an option, as it is typed so far.
pub(super) fn suggest(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
    option: &str,
) -> Result<Vec<Suggestion>, Problem> {
    let Some(option) = manifest(&invocation.command).and_then(|manifest| manifest.option(option))
    else {
        return Ok(Vec::new());
    };
    let typed = invocation.get(&option.name).unwrap_or_default();
    let longest = usize::from(option.max).min(LONGEST);
    let mut found = match option.complete {
        None => choices(option, typed),
        Some(Completion::People) => people(desk, asker, typed, longest)?,
        Some(Completion::Articles) => articles(desk, asker, typed, longest)?,
        Some(Completion::Sessions) => sessions(desk, asker, invocation, typed, longest)?,
        Some(Completion::Zones) => zones(typed),
        Some(Completion::Before) => before(typed),
        Some(Completion::Commands) => commands(typed),
    };
    found.truncate(MOST);
    for suggestion in &mut found {
        suggestion.label = shorten(&suggestion.label, LONGEST);
    }
    found.retain(|suggestion| {
        !suggestion.value.is_empty() && suggestion.value.chars().count() <= longest
    });
    Ok(found)
}

fn choices(option: &OptionManifest, typed: &str) -> Vec<Suggestion> {
    let fits = option.choices.iter().filter(|choice| {
        choice.value.starts_with(typed) || fold(&choice.name).starts_with(&fold(typed))
    });
    fits.map(|choice| Suggestion {
        label: choice.name.clone(),
        value: choice.value.clone(),
    })
    .collect()
}

fn articles(
    desk: &Desk,
    asker: &Asker,
    typed: &str,
    longest: usize,
) -> Result<Vec<Suggestion>, Problem> {
    let window = Window {
        from: 0,
        count: MOST,
    };
    let articles = desk.store.articles(asker.scope, typed, window)?.items;
    let of = |article: ArticleHead| {
        let day = article
            .published
            .map(|day| format!(" ({})", words::short_day(day)))
            .unwrap_or_default();
        let value = if article.slug.chars().count() <= longest {
            article.slug
        } else {
            article.no.to_string()
        };
        Suggestion {
            label: shorten(&article.title, LONGEST - day.chars().count()) + &day,
            value,
        }
    };
    Ok(articles.into_iter().map(of).collect())
}

/// The sessions to come, those of an article where one is given; and all of them at once.
fn sessions(
    desk: &Desk,
    asker: &Asker,
    invocation: &Invocation,
    typed: &str,
    longest: usize,
) -> Result<Vec<Suggestion>, Problem> {
    let article = match article(desk, asker, invocation)? {
        Some(Meant::One(article)) => Some(article),
        _ => None,
    };
    let sessions = upcoming(desk, asker, article.as_ref())?;
    let typed = fold(typed);
    let all = ["all", "every session"];
    let all = all
        .iter()
        .any(|word| word.starts_with(&typed))
        .then(|| Suggestion {
            label: match &article {
                None => "Every session, and those that come later".to_owned(),
                Some(article) => format!("Every session, now and later, of {}", article.title),
            },
            value: "all".to_owned(),
        });
    let fits = sessions.iter().filter(|found| {
        let title = fold(&found.session.title);
        typed
            .split(' ')
            .all(|word| title.split(' ').any(|part| part.starts_with(word)))
    });
    let of = |found: &SessionFound| {
        let title = &found.session.title;
        let of_that_title = sessions
            .iter()
            .filter(|other| other.session.title == *title);
        let value = if of_that_title.count() > 1 || title.chars().count() > longest {
            found.no.to_string()
        } else {
            title.clone()
        };
        Suggestion {
            label: session_label(found),
            value,
        }
    };
    Ok(all.into_iter().chain(fits.map(of)).collect())
}

fn zones(typed: &str) -> Vec<Suggestion> {
    /// Before anything is typed.
    const COMMON: [&str; 11] = [
        "Kabul",
        "Islamabad",
        "UTC",
        "London",
        "Berlin",
        "Eastern",
        "Pacific Time",
        "Delhi",
        "Dubai",
        "Tehran",
        "Istanbul",
    ];
    let named = if typed.is_empty() {
        let first = |name: &&str| zone::find(name).into_iter().next();
        COMMON.iter().filter_map(first).collect()
    } else {
        zone::find(typed)
    };
    let of = |named: zone::Named| Suggestion {
        label: format!("{} ({})", named.name, named.zone),
        value: named.zone.to_string(),
    };
    named.into_iter().map(of).collect()
}

fn commands(typed: &str) -> Vec<Suggestion> {
    let typed = fold(typed);
    let fits = manifests()
        .iter()
        .filter(|manifest| manifest.name.starts_with(&typed));
    fits.map(|manifest| Suggestion {
        label: format!("/{}: {}", manifest.name, manifest.description),
        value: manifest.name.clone(),
    })
    .collect()
}

fn people(
    desk: &Desk,
    asker: &Asker,
    typed: &str,
    longest: usize,
) -> Result<Vec<Suggestion>, Problem> {
    let of = |person: &PersonHead| {
        let role = person
            .role
            .as_ref()
            .map(|role| format!(", {role}"))
            .unwrap_or_default();
        let value = if person.name.chars().count() <= longest {
            person.name.clone()
        } else {
            person.no.to_string()
        };
        Suggestion {
            label: format!("{}{role}", person.name),
            value,
        }
    };
    if typed.is_empty() {
        return Ok(desk
            .store
            .people(asker.scope)?
            .iter()
            .take(MOST)
            .map(of)
            .collect());
    }
    let index = desk.names(asker.scope)?;
    Ok(index
        .matches(typed)
        .into_iter()
        .take(MOST)
        .map(|(_, person)| of(person))
        .collect())
}

fn before(typed: &str) -> Vec<Suggestion> {
    let suggestion = |times: &[u32]| {
        let value = times
            .iter()
            .map(|minutes| write_before(*minutes))
            .collect::<Vec<_>>()
            .join(",");
        Suggestion {
            label: value.replace(',', " and "),
            value,
        }
    };
    let mut found: Vec<Suggestion> = read_before(typed)
        .ok()
        .map(|times| suggestion(&times))
        .into_iter()
        .collect();
    for common in ["1d,1h", "1d", "2h", "1h", "30m", "10m", "1w,1d", "start"] {
        if common.starts_with(typed.trim()) && found.iter().all(|known| known.value != common) {
            found.extend(read_before(common).ok().map(|times| suggestion(&times)));
        }
    }
    found
}

/// At most so many characters, cut between words.
fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text
        .char_indices()
        .nth(most.saturating_sub(1))
        .map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let head = head
        .rsplit_once(char::is_whitespace)
        .map_or(head, |(head, _)| head);
    format!("{}…", head.trim_end())
}
