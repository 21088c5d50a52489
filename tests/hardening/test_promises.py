"""SECURITY.md promises what tests hold: each promise with those that would fail if it were broken."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROMISES = {
    "Nothing that is read is run": {
        "hardening/test_safe_code.py": ["no_code_runs_what_it_reads", "every_safe_loader_is_the_safe_one"],
        "hardening/test_untrusted_files.py": ["hostile_yaml_is_refused_everywhere"],
        "hardening/test_notebook_parameters.py": ["hostile_values_arrive_as_they_are_and_run_nothing",
                                                  "any_value_is_written_as_a_literal"],
    },
    "Files stay in their place": {
        "hardening/test_untrusted_files.py": [
            "no_dataset_gets_an_id_that_is_a_path", "no_watched_claim_gets_an_id_that_is_a_path",
            "names_of_devices_are_known", "a_table_outside_its_package_is_not_read",
            "a_link_out_of_a_package_is_not_followed", "no_member_of_a_zip_is_written_outside",
            "the_name_of_a_file_is_only_a_name", "writing_replaces_no_device_and_follows_links",
        ],
        "hardening/faults/test_killed_reports.py": ["a_report_killed_before_an_operation_on_files",
                                                    "a_run_killed_before_an_operation_on_files"],
        "hardening/faults/test_killed_store.py": ["killed_before_an_operation_on_files"],
    },
    "A report stays that of its document": {
        "reports/test_identity.py": ["an_article_of_the_same_name_gets_a_report_of_its_own",
                                     "another_article_saved_under_the_old_name_is_another",
                                     "a_folder_that_is_no_report_is_left_alone", "two_at_once_get_two_folders"],
        "reports/test_parameters.py": ["a_misspelt_parameter_of_papermill_s_ends_the_notebook",
                                       "every_notebook_refuses_what_papermill_gave_it_in_vain"],
    },
    "A watched claim stays that claim": {
        "reports/watchlists/test_months.py": [
            "a_claim_is_followed_when_a_paragraph_is_added_above_it",
            "a_claim_that_is_gone_is_refused_and_no_other_takes_its_place",
            "a_rating_by_number_does_not_move_to_another_claim", "a_claim_with_another_id_keeps_its_rating",
            "a_release_that_adds_a_period_is_no_news", "another_wording_of_the_program_is_no_news",
            "with_the_notes_of_the_runs_lost_nothing_is_new", "the_same_change_seen_again_has_the_same_identity",
            "an_old_entry_keeps_what_it_said", "a_package_of_the_same_version_with_other_files_is_seen",
        ],
        "reports/watchlists/test_running.py": ["every_input_is_part_of_the_hash"],
        "reports/archives/test_archive_growth.py": ["nothing_is_taken_over_where_it_was_made_otherwise"],
    },
    "Files are as open as you say": {
        "test_files_shared.py": ["modes_follow_the_umask", "the_group_of_a_shared_folder_is_kept",
                                 "anothers_folder_is_told_as_that_and_nothing_stays_behind"],
    },
    "Bombs are refused, not unpacked": {
        "hardening/test_untrusted_files.py": [
            "a_bomb_is_refused", "entities_of_a_workbook_stay_unread", "a_monstrous_table_is_refused",
            "a_device_without_end_is_not_read_to_the_end", "memory_stays_in_bounds",
        ],
    },
    "What is written is shown, and only shown": {
        "hardening/test_untrusted_words.py": [
            "a_hostile_report_runs_and_loads_nothing", "the_terminal_is_not_commanded",
            "no_file_but_the_text_itself_holds_an_unseen_sign", "what_unicode_ignores_is_shown",
            "letters_that_pass_for_others_are_shown", "json_keeps_its_data", "only_addresses_of_the_web_are_links",
            "the_pages_of_a_watchlist_hold", "the_printed_title_shows_unseen_signs",
        ],
    },
    "A number is read whole or not at all": {
        "claims/quantities/test_torn_numbers.py": ["a_part_of_a_longer_sign_is_no_number",
                                                   "digits_of_two_scripts_are_shown_and_refused",
                                                   "of_numbers_in_a_row_none_is_read",
                                                   "a_number_that_is_written_regularly_is_read",
                                                   "a_sign_of_comparison_is_read",
                                                   "a_share_that_is_not_read_is_no_number_of_incidents"],
    },
    "What is read is what is seen": {
        "claims/quantities/test_torn_numbers.py": ["a_number_that_is_written_regularly_is_read",
                                                   "a_word_that_is_not_what_a_reader_sees_takes_its_sentence_with_it"],
    },
    "A page loads nothing": {
        "reports/test_access.py": ["the_page_loads_nothing_logs_nothing_and_is_light",
                                   "the_policy_lets_no_script_and_no_other_style_in"],
        "hardening/test_untrusted_words.py": ["the_policy_holds_even_where_markup_came_in"],
    },
    "No CSV we write holds a formula": {
        "hardening/test_untrusted_words.py": ["no_cell_of_a_table_is_a_formula",
                                              "the_table_of_the_command_line_has_no_formula"],
        "hardening/test_untrusted_files.py": ["no_formula_comes_into_a_table_of_the_store"],
        "reports/archives/test_archive_scan.py": ["a_csv_runs_no_formula_and_hides_no_sign"],
    },
    "A text has its time": {
        "claims/test_reader_properties.py": [
            "time_grows_in_proportion_to_the_length", "a_run_of_one_sign_is_read_in_proportion_to_its_length",
            "a_run_of_a_few_signs_is_read_in_proportion_to_its_length",
        ],
        "reports/archives/test_archive_scan.py": ["a_document_that_takes_too_long_is_a_problem_of_its_own"],
        "test_deadline.py": ["a_longer_text_has_longer",
                             "a_report_and_a_run_give_up_a_text_that_is_not_read_in_time"],
    },
    "A server has its time": {
        "hardening/faults/test_network.py": ["a_bad_answer_changes_nothing", "a_transfer_has_an_end",
                                             "waiting_is_told_and_comes_to_an_end", "a_page_that_is_no_page",
                                             "pages_come_to_an_end"],
        "reports/watchlists/test_cluster.py": ["a_port_that_is_no_scheduler_is_one_line",
                                               "the_address_of_a_worker_is_told_from_the_scheduler_s"],
    },
    "Tokens stay in the process that fetches": {
        "hardening/test_secrets_stay.py": [
            "a_kernel_knows_no_secret", "no_report_and_no_process_it_starts_holds_a_secret",
            "the_browser_that_prints_is_told_no_secret", "a_fault_of_ours_shows_no_secret",
        ],
        "hardening/faults/test_network.py": ["a_token_goes_to_no_other_address",
                                             "no_proxy_stands_before_a_server_on_this_machine"],
        "incidents/fetching/test_addresses.py": ["an_address_with_two_readings_is_none"],
    },
    "A command that is asked to stop ends": {
        "hardening/test_processes.py": ["a_stopped_command_ends_in_a_line",
                                        "a_signal_after_the_work_is_done_changes_nothing",
                                        "a_stopped_report_leaves_nothing_behind",
                                        "a_stopped_scan_leaves_its_parts_and_nothing_else"],
    },
    "No command ends in a traceback": {
        "hardening/test_no_traceback.py": ["no_command_line_ends_in_a_traceback",
                                            "an_empty_value_does_not_pass_for_none"],
        "hardening/test_processes.py": ["an_odd_environment_is_no_traceback", "a_wrong_setting_is_told",
                                        "output_that_goes_nowhere_is_no_success"],
        "hardening/faults/test_disk.py": ["a_disk_that_is_full"],
        "reports/watchlists/test_cluster.py": ["a_scheduler_that_is_killed_in_a_run_is_a_line_a_claim"],
        "reports/watchlists/test_running.py": ["exit_codes_for_schedulers"],
    },
}  # fmt: skip


def promised():
    """The promises of the page, in its order."""
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    part = page.partition("## What is promised")[2].partition("\n## ")[0]
    return re.findall(r"^\*\*(.+?)\.\*\*", part, re.M)


def test_every_promise_has_its_tests():
    """The page promises what is listed here, and every test that is named is there."""
    assert promised() == list(PROMISES)
    for promise, files in PROMISES.items():
        for name, tests in files.items():
            text = (ROOT / "tests" / name).read_text(encoding="utf-8")
            assert tests, f"{promise}: no test of {name} is named"
            missing = [one for one in tests if not re.search(rf"^def test_{one}\(", text, re.M)]
            assert not missing, (promise, name)
