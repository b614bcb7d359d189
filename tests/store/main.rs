//! What every store must do, run on each engine; and what a SQLite file must do besides.
//!
//! A rule is a function of an empty store, in `rules_*.rs`. A new engine is one line in `engines!` and passes them all.

mod file;
#[path = "../folder/mod.rs"]
mod folder;
mod news;
mod rules_articles;
mod rules_calendar;
mod rules_claims;
mod rules_deliveries;
mod rules_people;
mod rules_privacy;
mod rules_quotes;
mod rules_search;
mod rules_sessions;
mod rules_standing;
mod steps;
mod upgrade;

use newsdesk::clock::Clock;
use newsdesk::store::Store;
use newsdesk::store::sqlite::SqliteStore;

/// When the rules play.
fn clock() -> Clock {
    Clock::standing(news::at("2026-03-10T08:00:00Z"))
}

/// One test a rule and engine.
macro_rules! engines {
    ($($engine:ident: $open:expr),+ $(,)?) => {$(
        mod $engine {
            fn suite(rule: fn(&dyn super::Store)) {
                let open: fn() -> (Box<dyn super::Store>, Option<super::file::Home>) = $open;
                let (store, _home) = open();
                rule(store.as_ref());
            }

            engines!(@rules rules_articles:
                an_article_comes_back_whole,
                the_same_article_again_changes_nothing,
                a_changed_article_replaces_its_parts_and_keeps_numbers,
                what_one_server_adds_no_other_sees,
                a_busy_server_hides_nothing_of_a_quiet_one,
                articles_are_found_by_the_beginnings_of_their_words,
                a_confidence_that_is_no_number_spoils_nothing,
            );
            engines!(@rules rules_people:
                a_person_is_one_in_all_articles,
                speakers_stand_most_quoted_first,
                people_whom_nobody_names_any_more_are_gone,
            );
            engines!(@rules rules_quotes:
                quotes_stand_newest_first_and_in_reading_order,
                quotes_are_narrowed_by_person_article_and_words,
                timelines_stand_oldest_first_between_their_days,
            );
            engines!(@rules rules_search:
                a_search_marks_the_words_in_every_part,
                a_search_has_the_best_first_and_of_these_the_newest,
                a_searched_line_loses_no_character,
                any_words_may_be_asked,
            );
            engines!(@rules rules_sessions:
                sessions_are_upcoming_until_their_last_day_is_over,
                a_session_has_the_sentence_that_tells_of_it,
                a_session_without_a_known_day_is_neither_to_come_nor_over,
                a_session_that_moves_keeps_its_number_and_its_reminders_follow,
                a_session_that_moves_there_and_back_is_reminded_of_again,
                a_correction_of_what_is_long_over_sends_nothing,
                a_session_that_is_gone_stays_as_cancelled_for_those_who_asked,
                of_sessions_with_one_title_the_date_tells_which_is_gone,
            );
            engines!(@rules rules_calendar:
                a_session_keeps_its_name_and_counts_its_changes,
                sessions_have_different_names_whatever_they_share,
                a_later_article_takes_a_session_over_with_its_name,
                a_session_that_comes_back_goes_on_counting,
                a_session_that_is_gone_for_those_who_asked_is_called_off_once,
                another_machine_knows_sessions_by_the_same_names,
            );
            engines!(@rules rules_claims:
                a_reminder_is_there_once,
                a_claim_gives_each_delivery_once,
                a_claim_takes_the_longest_due_first,
                a_target_is_given_one_at_a_time_in_order,
                what_is_sent_is_done,
                what_failed_waits_and_keeps_its_nonce,
                what_was_being_sent_in_a_crash_is_released,
                what_is_blocked_is_not_tried_but_can_be_set_again,
                what_is_too_late_is_listed_once_for_each_target,
                a_reminder_is_cancelled_unless_it_is_being_sent,
            );
            engines!(@rules rules_deliveries:
                what_was_being_sent_in_a_crash_is_in_doubt_since_its_claim,
                what_is_in_doubt_is_not_given_up,
                a_wait_is_cut_short_for_what_is_due_alone,
                a_target_that_refuses_gets_one_delivery_a_probe,
                managers_are_told_once_where_something_was_sent,
                where_no_channel_works_who_set_the_reminder_is_told,
                who_closed_their_direct_messages_is_told_where_they_asked,
                a_notice_of_what_works_again_is_not_sent,
                a_paused_target_keeps_its_reminders_and_lists_them_when_it_works,
                a_reminder_set_where_it_is_paused_tries_at_once,
                what_may_have_come_is_told_once_and_not_sent,
                what_was_not_delivered_is_listed_newest_first_and_tried_again,
                what_ended_long_ago_is_forgotten_bit_by_bit,
            );
            engines!(@rules rules_standing:
                a_standing_reminder_covers_what_is_there_and_what_comes,
                a_standing_reminder_may_be_of_one_article,
                what_is_over_called_off_or_too_near_is_left_out,
                a_target_is_told_once_at_one_instant,
                instants_that_a_move_brings_together_are_one,
                set_again_it_has_the_new_times,
                ended_it_brings_nothing_more,
                a_move_is_told_once_for_each_target_with_what_was,
                mornings_keep_to_the_servers_settings,
                a_snoozed_reminder_comes_once_to_its_member,
                a_snoozed_reminder_keeps_its_instant_when_its_session_moves,
                what_a_member_deletes_includes_what_stands_and_what_is_snoozed,
            );
            engines!(@rules rules_privacy:
                settings_are_kept_and_replaced,
                what_a_member_deletes_is_gone_and_nothing_else,
                what_a_server_deletes_is_gone_and_nothing_else,
                a_list_of_missed_ones_goes_with_the_last_of_them,
            );
        }
    )+};
    (@rules $file:ident: $($rule:ident),+ $(,)?) => {$(
        #[test]
        fn $rule() {
            suite(crate::$file::$rule);
        }
    )+};
}

engines!(
    sqlite_in_memory: || (Box::new(super::SqliteStore::in_memory().expect("opens").with_clock(super::clock())), None),
    sqlite_in_a_file: || {
        let home = super::file::Home::new();
        (Box::new(home.open().with_clock(super::clock())), Some(home))
    },
);
