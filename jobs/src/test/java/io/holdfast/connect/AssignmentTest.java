package io.holdfast.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.table.Accounts;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which file is taken for what, by its fields alone. */
class AssignmentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Stripe customers     ~ {"id":"cus_1","object":"customer","created":1700000000,"email":"a@b.example","name":"A","metadata":{}}
          Stripe subscriptions ~ {"id":"sub_1","object":"subscription","customer":"cus_1","start_date":1700000000,"status":"active","items":{"data":[{"id":"si_1","price":{"unit_amount":100}}]}}
          Stripe invoices      ~ {"id":"in_1","object":"invoice","customer":"cus_1","amount_due":100,"status":"paid","created":1700000000}
          Stripe products      ~ {"id":"prod_1","object":"product","name":"Core","active":true}
          Zendesk tickets      ~ {"id":1,"created_at":"2025-04-01T10:00:00Z","organization_id":7,"status":"open","priority":"high","tags":[],"requester_id":3,"assignee_id":4}
          Zendesk organizations ~ {"id":7,"name":"A","external_id":"x","domain_names":["a.example"],"group_id":null,"shared_tickets":false,"created_at":"2025-04-01T10:00:00Z"}
          Segment events       ~ {"messageId":"m","type":"track","event":"E","userId":"u","timestamp":"2025-04-01T10:00:00Z","context":{"groupId":"g"}}
          PostHog events       ~ {"uuid":"m","event":"E","distinct_id":"u","timestamp":"2025-04-01T10:00:00Z","properties":{"$lib":"web","$groups":{"company":"g"}}}
          HubSpot companies    ~ {"id":"9","properties":{"name":"A","createdate":"2025-04-01T10:00:00Z","hubspot_owner_id":"4","industry":"X"},"archived":false,"createdAt":"2025-04-01T10:00:00Z"}
          """)
  void aKnownShapeIsToldByItsFields(String shape, String line) {
    FileProfile profile = json("whatever", line);

    assertThat(Assignment.of(List.of(profile)).seen(profile))
        .first()
        .satisfies(
            r -> {
              assertThat(r.shape()).isEqualTo(shape);
              assertThat(r.confidence()).isIn("sure", "likely");
              assertThat(r.reason()).startsWith("found ");
            });
  }

  @Test
  void otherFilesAreToldByTheNamesOfTheirColumns() {
    FileProfile clients = csv("clients", "client_no,company,sector", "1,Acme,tea", "2,Beta,tea");
    FileProfile contracts =
        csv("contracts", "contract_no,client_no,begins_on,monthly_price", "7,1,2025-01-01,10");
    FileProfile log =
        csv("activity_log", "client_no,member_id,occurred_at,action", "1,u,2025-04-01 10:00,save");
    FileProfile cases =
        csv("cases", "case_no,client_no,opened,severity", "5,1,2025-04-01 10:00:00,high");

    Assignment assignment = Assignment.of(List.of(log, cases, contracts, clients));

    assertThat(profile(assignment, Accounts.TABLE)).isSameAs(clients);
    assertThat(profile(assignment, Subscriptions.TABLE)).isSameAs(contracts);
    assertThat(profile(assignment, UsageEvents.TABLE)).isSameAs(log);
    assertThat(profile(assignment, SupportTickets.TABLE)).isSameAs(cases);
  }

  @Test
  void aFileOfAccountsAndTheirTermsGivesBoth() {
    FileProfile customers =
        csv(
            "customers",
            "customer_id,company,plan,mrr,signup_date",
            "1,A,x,9,2025-01-01",
            "2,B,x,9,2025-01-02");

    Assignment assignment = Assignment.of(List.of(customers));

    assertThat(profile(assignment, Accounts.TABLE)).isSameAs(customers);
    assertThat(profile(assignment, Subscriptions.TABLE)).isSameAs(customers);
  }

  @Test
  void whatOtherFilesCallTheAccountTellsTheFileOfAccounts() {
    FileProfile kunden = csv("stamm", "Nr,Firma", "K1,Acme", "K2,Beta", "K3,Gamma");
    FileProfile contracts =
        csv("contracts", "id,customer_no,start,mrr", "7,K1,2025-01-01,10", "8,K3,2025-01-01,10");

    Assignment assignment = Assignment.of(List.of(kunden, contracts));

    assertThat(profile(assignment, Accounts.TABLE)).isSameAs(kunden);
    assertThat(
            assignment
                .of(Accounts.TABLE)
                .orElseThrow()
                .mapper()
                .of(kunden, Surroundings.of(List.of(kunden, contracts)))
                .select())
        .contains("  Nr AS account_id", "  Firma AS account_name");
  }

  @Test
  void anAttributeThatTellsTheAnswerIsLeftOutAndNamed() {
    FileProfile customers =
        csv(
            "customers",
            "account_id,name,size_band,churn_flag",
            "1,A,small,true",
            "2,B,small,false",
            "3,C,large,false");

    Mapping mapping = GenericMapping.of(customers, Accounts.TABLE, Surroundings.of(List.of()));

    assertThat(mapping.select()).contains("attr_size_band").doesNotContain("churn");
    assertThat(mapping.doubts()).contains("churn_flag is left out: it tells afterwards who left");
  }

  @Test
  void rubbishIsTakenForNothing() {
    FileProfile weather = csv("weather", "station,temperature,wind", "1,20,3", "2,21,4");

    Assignment assignment = Assignment.of(List.of(weather, json("misc", "{\"a\": 1}")));

    assertThat(assignment.seen(weather)).isEmpty();
    assertThat(assignment.of(Accounts.TABLE)).isEmpty();
  }

  private static FileProfile profile(Assignment assignment, Table table) {
    return assignment.of(table).orElseThrow().profile();
  }

  private static FileProfile json(String name, String... lines) {
    FileProfile profile = new FileProfile(group(name, "json"), Profiler.SAMPLE);
    for (String line : lines) {
      profile.addJson(line);
    }
    return profile;
  }

  private static FileProfile csv(String name, String header, String... rows) {
    FileProfile profile = new FileProfile(group(name, "csv"), Profiler.SAMPLE);
    for (String row : rows) {
      profile.addRow(Arrays.asList(header.split(",")), Arrays.asList(row.split(",")));
    }
    return profile;
  }

  private static LandedGroup group(String name, String format) {
    return new LandedGroup(name, format, List.of(name), null, new TreeSet<>(), 1, 1);
  }
}
