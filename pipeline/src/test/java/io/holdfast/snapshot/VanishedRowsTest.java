package io.holdfast.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextSnapshot;
import io.holdfast.TextTable;
import io.holdfast.table.Accounts;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Users;
import org.junit.jupiter.api.Test;

class VanishedRowsTest {
  @Test
  void a_vanished_account_keeps_its_values_and_one_that_came_back_stands() {
    Snapshot snapshot =
        TextSnapshot.empty()
            .with(
                Accounts.TABLE,
                """
                | account_id | signed_up_on | segment | vanished_on | ingested_on | known_on   |
                | a1         | 2025-01-01   | smb     |             | 2025-01-01  | 2025-01-01 |
                | a1         | 2025-01-01   | smb     | 2025-02-01  | 2025-02-01  | 2025-02-01 |
                | a1         | 2025-01-01   | mid     |             | 2025-02-10  | 2025-02-10 |
                """)
            .at("2025-01-31", "2025-02-01", "2025-02-10");
    assertThat(TextTable.text(snapshot.accounts(), "as_of", "segment", "vanished_on"))
        .isEqualTo(
            TextTable.text(
                """
                | as_of      | segment | vanished_on |
                | 2025-01-31 | smb     |             |
                | 2025-02-01 | smb     | 2025-02-01  |
                | 2025-02-10 | mid     |             |
                """));
  }

  @Test
  void a_vanished_user_has_lost_access_and_a_vanished_ticket_is_still_open() {
    Snapshot snapshot =
        TextSnapshot.empty()
            .with(
                Users.TABLE,
                """
                | user_id | created_on | deactivated_on | vanished_on | ingested_on | known_on   |
                | gone    | 2025-01-01 |                | 2025-02-01  | 2025-02-01  | 2025-02-01 |
                | before  | 2025-01-01 | 2025-01-20     | 2025-02-01  | 2025-02-01  | 2025-02-01 |
                | there   | 2025-01-01 |                |             | 2025-01-01  | 2025-01-01 |
                """)
            .with(
                SupportTickets.TABLE,
                """
                | ticket_id | opened_at           | vanished_on | ingested_on | known_on   |
                | t1        | 2025-01-01 10:00:00 | 2025-02-01  | 2025-02-01  | 2025-02-01 |
                """)
            .at("2025-02-15");
    assertThat(TextTable.text(snapshot.users(), "user_id", "deactivated_on"))
        .isEqualTo(
            TextTable.text(
                """
                | user_id | deactivated_on |
                | gone    | 2025-02-01     |
                | before  | 2025-01-20     |
                | there   |                |
                """));
    assertThat(TextTable.text(snapshot.supportTickets(), "ticket_id", "resolved_at"))
        .isEqualTo(TextTable.text("| ticket_id | resolved_at |\n| t1 | |"));
  }
}
