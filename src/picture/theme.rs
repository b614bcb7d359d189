//! The colours of a picture.
//!
//! Every pair of ink and ground keeps a contrast of at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3); a test counts.

/// On which ground a picture is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Light letters on dark: what most people have Discord in.
    #[default]
    Dark,
    /// Dark letters on white.
    Light,
}

/// Colours as SVG writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colours {
    pub(super) ground: &'static str,
    /// Headings and text.
    pub(super) ink: &'static str,
    /// Sources, gaps, what one may skip.
    pub(super) soft: &'static str,
    /// Lines.
    pub(super) rail: &'static str,
    /// What has happened.
    pub(super) past: &'static str,
    /// What is to come, and today.
    pub(super) coming: &'static str,
}

impl Theme {
    pub(super) fn colours(self) -> Colours {
        match self {
            Self::Dark => Colours {
                ground: "#1e1f23",
                ink: "#f2f3f5",
                soft: "#a9adb5",
                rail: "#4b4e56",
                past: "#949cf7",
                coming: "#f2b63c",
            },
            Self::Light => Colours {
                ground: "#ffffff",
                ink: "#1d1e22",
                soft: "#5c5f66",
                rail: "#cdd0d6",
                past: "#4752c4",
                coming: "#b45309",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG's relative luminance.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("two hex digits");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn everything_that_is_read_stands_out() {
        for theme in [Theme::Dark, Theme::Light] {
            let colours = theme.colours();
            let ground = luminance(colours.ground) + 0.05;
            for ink in [colours.ink, colours.soft, colours.past, colours.coming] {
                let ink = luminance(ink) + 0.05;
                let contrast = (ink / ground).max(ground / ink);
                assert!(contrast >= 4.5, "{theme:?} {contrast}");
            }
        }
    }
}
