package io.holdfast.world;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A simulated subscription business with known truth: most customers come in the first month,
 * others later; they use the product, ask for help, renew, buy more and leave. The same plan gives
 * the same files, byte by byte. A day needs memory for the customers and their open terms and
 * tickets, never for events.
 */
public final class World {
  private static final int FIRST_MONTH = 28;
  private static final double LEAVING_A_DAY = 0.0009;

  private World() {}

  /**
   * Writes a world: settings, selects, landed files and the truth.
   *
   * @param out folder for {@code holdfast.yaml}, {@code sql/}, {@code landing/} and {@code truth/}
   * @param progress told a line a month
   */
  public static void generate(WorldPlan plan, Path out, Consumer<String> progress) {
    write(plan, out, progress, journal -> List.of());
  }

  /**
   * The same world with the sources that a business may lack: invoices, users, survey responses,
   * CSM touches, onboarding milestones and success metrics.
   */
  public static void generateAllSources(WorldPlan plan, Path out, Consumer<String> progress) {
    List<Truth> truths = write(plan, out, progress, journal -> List.of());
    FurtherSources.write(plan, out.resolve("landing"), truths);
    WorldSettings.writeAllSources(plan, out);
  }

  /** A world with further customers, who use what they like beside the events of the plan. */
  static List<Truth> write(
      WorldPlan plan, Path out, Consumer<String> progress, Function<Journal, List<Actor>> guests) {
    WorldSettings.write(plan, out);
    int from = (int) plan.from().toEpochDay();
    try (Journal journal =
        Journal.of(out.resolve("landing"), (int) plan.historyUntil().toEpochDay())) {
      List<Customer> customers = customers(plan, journal);
      List<Actor> others = guests.apply(journal);
      double usual = usualCustomers(plan);
      Dice dice = Dice.of(plan.seed(), -1);
      for (int day = from; day < from + plan.days(); day++) {
        journal.begin(day);
        use(day, plan.eventsPerDay(), usual, customers, dice);
        for (Actor other : others) {
          other.live(day);
          other.use(day, (int) other.appetite());
        }
        strayEvents(day, plan, journal, dice);
        journal.end();
        tell(day, plan, progress);
      }
      List<Truth> truths =
          Stream.concat(others.stream(), customers.stream()).map(Actor::truth).toList();
      writeTruth(out, truths);
      return truths;
    }
  }

  private static List<Customer> customers(WorldPlan plan, Journal journal) {
    int from = (int) plan.from().toEpochDay();
    Dice dice = Dice.of(plan.seed(), -2);
    int early = (int) Math.round(usualCustomers(plan));
    List<Customer> customers = new ArrayList<>(plan.accounts());
    for (int number = 1; number <= plan.accounts(); number++) {
      int after =
          number <= early
              ? dice.between(0, Math.min(FIRST_MONTH, plan.days()) - 1)
              : dice.between(0, plan.days() - 1);
      customers.add(Customer.of(number, from + after, plan.seed(), journal));
    }
    return customers;
  }

  /** About as many are there at any time: who leaves is replaced. */
  private static double usualCustomers(WorldPlan plan) {
    return plan.accounts() / (1 + LEAVING_A_DAY * plan.days());
  }

  private static void use(
      int day, int eventsPerDay, double usual, List<Customer> customers, Dice dice) {
    double appetites = 0;
    int here = 0;
    for (Customer customer : customers) {
      customer.live(day);
      double appetite = customer.appetite();
      appetites += appetite;
      here += appetite > 0 ? 1 : 0;
    }
    double events = eventsPerDay * Math.min(1, here / (0.9 * usual));
    for (Customer customer : customers) {
      double appetite = customer.appetite();
      if (appetite > 0) {
        customer.use(day, dice.poisson(events * appetite / appetites));
      }
    }
  }

  /** Now and then an event of an account that nobody knows; and no day is without any. */
  private static void strayEvents(int day, WorldPlan plan, Journal journal, Dice dice) {
    boolean isLast = day == plan.until().toEpochDay();
    if (isLast || dice.hits(0.1)) {
      journal.event("A999999", "A999999-u1", day, dice.between(0, 86_399), Usage.KINDS.get(0), 1);
    }
  }

  private static void tell(int day, WorldPlan plan, Consumer<String> progress) {
    LocalDate date = LocalDate.ofEpochDay(day);
    if (date.getDayOfMonth() == 1 || date.equals(plan.until())) {
      progress.accept("world up to " + date);
    }
  }

  private static void writeTruth(Path out, List<Truth> truths) {
    try (LandedFile file = LandedFile.csv(out.resolve("truth/accounts.csv"), Truth.HEADER)) {
      truths.forEach(truth -> file.line(truth.line()));
    }
  }
}
