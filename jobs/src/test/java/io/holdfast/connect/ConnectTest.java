package io.holdfast.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.TextTable;
import io.holdfast.error.DataException;
import io.holdfast.table.Accounts;
import io.holdfast.table.Invoices;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.UsageEvents;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From landed files to settings that read them. */
class ConnectTest {
  private static final String CUSTOMERS =
      """
      {"id":"cus_1","object":"customer","created":1704067200,"email":"a@a.example","name":"Acme","metadata":{"industry":"tea","Account Manager":"Ida"},"address":{"country":"DE"}}
      {"id":"cus_2","object":"customer","created":1704153600,"email":"b@b.example","name":"Beta","metadata":{}}
      """;

  @TempDir Path root;

  @Test
  void stripeZendeskAndSegmentBecomeAProjectWithoutProblems() {
    Project project =
        Project.in(root)
            .file("customers.jsonl", CUSTOMERS)
            .file(
                "subs.jsonl",
                """
                {"id":"sub_1","object":"subscription","customer":"cus_1","status":"active","start_date":1704067200,"current_period_start":1735689600,"current_period_end":1767225600,"cancel_at_period_end":true,"canceled_at":1738368000,"ended_at":null,"items":{"data":[{"id":"si_1","quantity":10,"price":{"id":"p1","nickname":"Pro","product":"prod_1","currency":"eur","unit_amount":12000,"recurring":{"interval":"year","interval_count":1}}}]}}
                {"id":"sub_2","object":"subscription","customer":"cus_2","status":"trialing","start_date":1740787200,"current_period_start":1740787200,"current_period_end":1743465600,"cancel_at_period_end":false,"items":{"data":[{"id":"si_2","quantity":1,"price":{"id":"p2","product":"prod_1","currency":"eur","unit_amount":900,"recurring":{"interval":"month","interval_count":1}}}]}}
                """)
            .file(
                "bills.jsonl",
                """
                {"id":"in_1","object":"invoice","customer":"cus_1","amount_due":120000,"currency":"eur","status":"paid","created":1735689600,"due_date":1738368000,"status_transitions":{"finalized_at":1735776000,"paid_at":1736035200}}
                {"id":"in_2","object":"invoice","customer":"cus_2","amount_due":900,"currency":"eur","status":"void","created":1740787200,"due_date":null,"status_transitions":{"finalized_at":1740787200,"paid_at":null}}
                {"id":"in_3","object":"invoice","customer":"cus_2","amount_due":900,"currency":"jpy","status":"open","created":1740787200,"due_date":null,"status_transitions":{"finalized_at":1740787200,"paid_at":null}}
                {"id":"in_4","object":"invoice","customer":"cus_2","amount_due":900,"currency":"eur","status":"draft","created":1740787200,"due_date":null,"status_transitions":{"finalized_at":null,"paid_at":null}}
                """)
            .file(
                "tickets.jsonl",
                """
                {"id":71,"created_at":"2025-03-01T10:00:00Z","updated_at":"2025-03-03T10:00:00Z","organization_id":8,"requester_id":1,"assignee_id":2,"status":"solved","priority":"high","type":"question","subject":"x","tags":["bug","escalated"],"satisfaction_rating":{"score":"bad"}}
                """)
            .file(
                "orgs.jsonl",
                """
                {"id":8,"name":"Acme","external_id":"cus_1","domain_names":["a.example"]}
                {"id":9,"name":"Beta","external_id":"cus_2","domain_names":["b.example"]}
                """)
            .file(
                "track.jsonl",
                """
                {"messageId":"m1","type":"track","event":"Report Exported","userId":"u1","anonymousId":"x","timestamp":"2025-03-31T10:00:00Z","context":{"groupId":"cus_1"}}
                {"messageId":"m2","type":"page","userId":null,"anonymousId":"y","timestamp":"2025-03-30T10:00:00Z","context":{}}
                {"messageId":"m3","type":"identify","userId":"u1","anonymousId":"x","timestamp":"2025-03-30T10:00:00Z","context":{"groupId":"cus_1"}}
                """);
    Connection connection = project.connect();

    assertThat(project.settings().problems()).isEmpty();
    assertThat(connection.missing()).isEmpty();
    assertThat(project.written("holdfast.yaml"))
        .contains("currency: EUR\n", "history_until: 2025-03-31 ", "['Report Exported']");
    assertThat(
            project.rows(
                Accounts.TABLE,
                "account_id",
                "account_name",
                "csm_owner",
                "industry",
                "country",
                "signed_up_on"))
        .isEqualTo(
            TextTable.text(
                """
                | account_id | account_name | csm_owner | industry | country | signed_up_on |
                | cus_1      | Acme         | Ida       | tea      | DE      | 2024-01-01   |
                | cus_2      | Beta         |           |          |         | 2024-01-02   |
                """));
    assertThat(
            project.rows(
                Subscriptions.TABLE,
                "subscription_id",
                "starts_on",
                "plan",
                "seats",
                "mrr",
                "currency",
                "is_trial",
                "term_ends_on",
                "cancel_requested_on"))
        .isEqualTo(
            TextTable.text(
                """
                | subscription_id | starts_on  | plan | seats | mrr    | currency | is_trial | term_ends_on | cancel_requested_on |
                | si_1            | 2024-01-01 | Pro  | 10    | 100.00 | EUR      | false    |              | 2025-02-01          |
                | si_1            | 2025-01-01 | Pro  | 10    | 100.00 | EUR      | false    | 2026-01-01   | 2025-02-01          |
                | si_2            | 2025-03-01 | p2   | 1     | 0.00   | EUR      | true     | 2025-04-01   |                     |
                """));
    assertThat(
            project.rows(
                SupportTickets.TABLE,
                "ticket_id",
                "account_id",
                "resolved_at",
                "escalated_at",
                "csat_score",
                "category"))
        .isEqualTo(
            TextTable.text(
                """
                | ticket_id | account_id | resolved_at         | escalated_at        | csat_score | category |
                | 71        | cus_1      | 2025-03-03 10:00:00 | 2025-03-03 10:00:00 | 1.0        | bug      |
                """));
    assertThat(
            project.rows(
                Invoices.TABLE,
                "invoice_id",
                "account_id",
                "issued_on",
                "due_on",
                "paid_on",
                "amount",
                "currency"))
        .isEqualTo(
            TextTable.text(
                """
                | invoice_id | account_id | issued_on  | due_on     | paid_on    | amount  | currency |
                | in_1       | cus_1      | 2025-01-02 | 2025-02-01 | 2025-01-05 | 1200.00 | EUR      |
                | in_2       | cus_2      | 2025-03-01 | 2025-03-01 |            | 0.00    | EUR      |
                | in_3       | cus_2      | 2025-03-01 | 2025-03-01 |            | 900.00  | JPY      |
                """));
    assertThat(project.rows(UsageEvents.TABLE, "event_id", "account_id", "user_id", "event_type"))
        .isEqualTo(
            TextTable.text(
                """
                | event_id | account_id | user_id | event_type      |
                | m1       | cus_1      | u1      | Report Exported |
                """));
    assertThat(connection.text()).contains("3 read, 1 mapped, 0 refused, 2 left out by the select");
  }

  @Test
  void columnsAreMatchedByNameAndByWhatTheirValuesAre() {
    Project project =
        Project.in(root)
            .file("clients.csv", "ID,Client,Sector\n11,Acme,tea\n12,Beta,tea\n13,Gamma,toys\n")
            .file("products.csv", "code,title,price_per_month\nP1,Basic,10.00\nP2,Pro,25.50\n")
            .file(
                "contracts.csv",
                """
                contract_no,client_id,product_code,licenses,start,valid_until
                C1,11,P2,4,25/12/2023,25/12/2025
                C2,12,P1,1,01/02/2024,
                C3,13,P1,2,yesterday,
                C4,13,P1,2,03/02/2024,
                C5,12,P1,3,04/02/2024,
                C6,11,P1,2,05/02/2024,
                C7,12,P1,2,06/02/2024,
                C8,12,P1,2,07/02/2024,
                C9,12,P1,2,08/02/2024,
                C10,12,P1,2,09/02/2024,
                """)
            .file(
                "activity.csv",
                "client_id,member,when,what\n11,u1,1743415200000,save\n13,u2,1743411600000,open\n");
    Connection connection = project.connect();

    assertThat(project.settings().problems()).isEmpty();
    assertThat(project.written("holdfast.yaml"))
        .contains("formats: {starts_on: \"dd/MM/yyyy\", term_ends_on: \"dd/MM/yyyy\"}")
        .contains("lookups: {products: products.csv}")
        .contains("support_tickets: none");
    assertThat(connection.refused()).containsEntry("subscriptions", 1L);
    assertThat(connection.text())
        .contains("refused: column starts_on: \"yesterday\" is not a date (1)");
    assertThat(
            project.rows(
                Subscriptions.TABLE,
                "subscription_id",
                "account_id",
                "starts_on",
                "term_ends_on",
                "product",
                "mrr",
                "seats"))
        .contains(
            "| C1              | 11         | 2023-12-25 | 2025-12-25   | Pro     | 102.00 | 4     |");
    assertThat(project.rows(Accounts.TABLE, "account_id", "account_name", "industry"))
        .contains("| 11         | Acme         | tea      |");
    assertThat(project.rows(UsageEvents.TABLE, "account_id", "user_id", "event_at", "event_type"))
        .contains("| 11         | u1      | 2025-03-31 10:00:00 | save       |");
    assertThat(connection.gaps())
        .anyMatch(g -> g.startsWith("no support_tickets: escalation is not checked"))
        .anyMatch(g -> g.startsWith("no row of usage_events has event_id: an event"));
  }

  @Test
  void semicolonsDecimalCommasAndArraysOfJsonAreRead() {
    Project project =
        Project.in(root)
            .file("clients.csv", "id;client;sector\n11;Acme, Inc.;tea\n12;Beta;tea\n")
            .file(
                "contracts.csv",
                """
                contract_no;client_id;plan;mrr;start
                C1;11;Pro;1.234,50;25.12.2023
                C2;12;Basic;99,9;01.02.2024
                C3;12;Basic;10;01.03.2024
                """)
            .file(
                "activity.json",
                """
                [
                  {"client_id": 11, "when": "2025-03-31T10:00:00Z", "what": "save"},
                  {"client_id": 12, "when": "2025-03-31T11:00:00Z", "what": "open"}
                ]
                """);
    Connection connection = project.connect();

    assertThat(project.settings().problems()).isEmpty();
    assertThat(connection.refused().values()).containsOnly(0L);
    assertThat(project.rows(Accounts.TABLE, "account_id", "account_name", "industry"))
        .contains("| 11         | Acme, Inc.   | tea      |");
    assertThat(project.rows(Subscriptions.TABLE, "subscription_id", "starts_on", "plan", "mrr"))
        .contains("| C1              | 2023-12-25 | Pro   | 1234.50 |")
        .contains("| C2              | 2024-02-01 | Basic | 99.90   |")
        .contains("| C3              | 2024-03-01 | Basic | 10.00   |");
    assertThat(project.rows(UsageEvents.TABLE, "account_id", "event_type"))
        .contains("| 11         | save       |")
        .contains("| 12         | open       |");
  }

  @Test
  void wholeDumpsAndTermsOverwrittenInPlaceAreToldByTheNextDelivery() {
    String clients = "id,client\n1,A\n2,B\n3,C\n4,D\n5,E\n6,F\n";
    String terms =
        """
        contract_no,client_id,plan,mrr,start
        C1,1,Pro,100,2024-01-01
        C2,2,Pro,100,2024-01-01
        C3,3,Pro,100,2024-01-01
        C4,4,Pro,100,2024-01-01
        C5,5,Pro,100,2024-01-01
        """;
    Project project =
        Project.in(root)
            .file("2025-03-31/clients.csv", clients)
            .file("2025-04-01/clients.csv", "id,client\n6,F\n7,G\n")
            .file("2025-03-31/contracts.csv", terms)
            .file("2025-04-01/contracts.csv", terms.replace("C5,5,Pro,100", "C5,5,Pro,120"))
            .file("2025-03-31/activity.csv", "client_id,when,what\n1,2025-03-31,save\n")
            .file("2025-04-01/activity.csv", "client_id,when,what\n1,2025-04-01,save\n");
    project.connect();

    assertThat(project.settings().problems()).isEmpty();
    assertThat(project.written("holdfast.yaml"))
        .contains("of 6 rows, the next delivery has 1 again\n    load: changes")
        .contains(
            "of 5 rows, the next delivery has 5 again, 1 of them with another price or size\n"
                + "    load: full\n    in_place: change   # check");
  }

  @Test
  void postHogGroupsAreAccountsWhenHubSpotNamesThemSo() {
    Project project =
        Project.in(root)
            .file(
                "companies.jsonl",
                """
                {"id":"901","properties":{"name":"Acme","createdate":"2024-01-01T10:00:00Z","industry":"tea","hubspot_owner_id":"4","app_id":"w1"},"archived":false,"createdAt":"2024-01-01T10:00:00Z"}
                {"id":"902","properties":{"name":"Beta","createdate":"2024-01-02T10:00:00Z","industry":"toys","hubspot_owner_id":"5","app_id":"w2"},"archived":false,"createdAt":"2024-01-02T10:00:00Z"}
                """)
            .file(
                "events.jsonl",
                """
                {"uuid":"e1","event":"saved","distinct_id":"u1","timestamp":"2025-03-31T10:00:00Z","properties":{"$lib":"web","$groups":{"company":"w1"}}}
                {"uuid":"e2","event":"$identify","distinct_id":"u1","timestamp":"2025-03-31T10:00:00Z","properties":{"$lib":"web","$groups":{"company":"w2"}}}
                """)
            .file(
                "terms.csv",
                "id,account,started_at,amount,billing_cycle\n1,w1,2024-01-01,120,yearly\n2,w2,2024-01-01,30,monthly\n");
    project.connect();

    assertThat(project.rows(Accounts.TABLE, "account_id", "account_name", "csm_owner"))
        .isEqualTo(
            TextTable.text(
                "| account_id | account_name | csm_owner |\n| w1 | Acme | 4 |\n| w2 | Beta | 5 |"));
    assertThat(project.rows(UsageEvents.TABLE, "event_id", "account_id"))
        .isEqualTo(TextTable.text("| event_id | account_id |\n| e1 | w1 |"));
    assertThat(project.rows(Subscriptions.TABLE, "account_id", "mrr"))
        .isEqualTo(TextTable.text("| account_id | mrr |\n| w1 | 10.00 |\n| w2 | 30.00 |"));
  }

  @Test
  void namesAndValuesThatLandedWriteNoSettingsAndNoSql() {
    Project project =
        Project.in(root)
            .file(
                "customers.jsonl",
                CUSTOMERS.replace("Account Manager", "x'] AS y, secret FROM vault --"))
            .file(
                "terms.csv",
                "id,customer,start,mrr,plan\\,x\ns1,cus_1,2024-01-01,10,a\\,b\n"
                    + "s2,cus_2,2024-01-01,10,a\\,b\n")
            .file(
                "events.jsonl",
                """
                {"messageId":"m1","type":"track","event":"export']}\\nlake: evil","userId":"u1","anonymousId":"x","timestamp":"2025-03-31T10:00:00Z","context":{"groupId":"cus_1"}}
                """);
    Connection connection = project.connect();

    assertThat(project.settings().problems()).isEmpty();
    assertThat(connection.files().values()).noneMatch(t -> t.contains("vault"));
    assertThat(project.written("holdfast.yaml")).doesNotContain("evil");
    assertThat(project.rows(Subscriptions.TABLE, "subscription_id", "mrr"))
        .isEqualTo(TextTable.text("| subscription_id | mrr |\n| s1 | 10.00 |\n| s2 | 10.00 |"));
    assertThat(project.rows(UsageEvents.TABLE, "event_id"))
        .isEqualTo(TextTable.text("| event_id |\n| m1 |"));
  }

  @Test
  void aFolderOfRubbishIsRefusedWithWhatWasFoundAndNothingIsWritten() {
    Project project =
        Project.in(root)
            .file("weather.csv", "station,temperature\n1,20\n2,21\n")
            .file("notes.xlsx", "x")
            .file("twice.csv", "a,a\n1,2\n");

    assertThatThrownBy(project::connect)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("connect: nothing below " + root + " was recognised; found ")
        .hasMessageContaining("notes.xlsx: is of no known kind")
        .hasMessageContaining("weather: not used: no table has columns like these")
        .hasMessageContaining("names a column twice");
    assertThat(root.resolve("holdfast.yaml")).doesNotExist();
  }
}
