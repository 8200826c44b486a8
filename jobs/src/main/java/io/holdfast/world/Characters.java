package io.holdfast.world;

import java.util.List;

/**
 * Named customers, one for each thing that a night must get right; {@code data-samples/README.md}
 * tells their stories.
 */
final class Characters {
  private static final int MONTHLY = 1;
  private static final int ANNUAL = 12;

  private final int last;
  private final Journal journal;

  private Characters(int last, Journal journal) {
    this.last = last;
    this.journal = journal;
  }

  /** All of them, for a world that ends with a day. */
  static List<Actor> of(int last, Journal journal) {
    Characters characters = new Characters(last, journal);
    return List.of(
        characters.quietQuarry(),
        characters.silentSands(),
        characters.brimmingBay(),
        characters.furiousFoundry(),
        characters.narrowNest(),
        characters.annualArbor(),
        characters.boomerangBooks(),
        characters.gapGarage(),
        characters.graceGrill(),
        characters.twolineTraders(),
        characters.noticeNursery(),
        characters.trialTrucks(),
        characters.convertedCafe(),
        characters.discountDiner(),
        characters.midnightMill(),
        characters.goneGallery(),
        characters.futureFarm(),
        characters.sponsorlessSpa());
  }

  /** Fades for ten weeks; its annual term ends in three weeks. */
  private Story quietQuarry() {
    int start = last - 344;
    return story("quiet-quarry", "Quiet Quarry", start, Term.Plan.BUSINESS, 20, ANNUAL)
        .uses(start, 6, 16)
        .uses(last - 70, 4, 10)
        .uses(last - 42, 2, 6)
        .uses(last - 20, 0.5, 2);
  }

  /** Nobody has been there for five weeks. */
  private Story silentSands() {
    int start = last - 310;
    return story("silent-sands", "Silent Sands", start, Term.Plan.BUSINESS, 14, MONTHLY)
        .uses(start, 4, 9)
        .uses(last - 35, 0, 1);
  }

  /** Every seat is taken, by more people each month. */
  private Story brimmingBay() {
    int start = last - 260;
    Story story =
        story("brimming-bay", "Brimming Bay", start, Term.Plan.TEAM, 12, MONTHLY)
            .uses(start, 3, 6)
            .uses(last - 70, 5, 8)
            .uses(last - 40, 7, 12);
    return story.on(last - 9, () -> story.desk().openPlanQuestion(last - 9));
  }

  /** As full as Brimming Bay, with an escalated ticket that nobody solves. */
  private Story furiousFoundry() {
    int start = last - 260;
    Story story =
        story("furious-foundry", "Furious Foundry", start, Term.Plan.TEAM, 12, MONTHLY)
            .uses(start, 3, 6)
            .uses(last - 70, 5, 8)
            .uses(last - 40, 7, 12);
    return story.on(
        last - 12,
        () -> {
          Ticket ticket = story.desk().open(last - 12, "bug");
          ticket.priority = "high";
          ticket.firstReplyAt = ticket.openedAt + 90_000;
          ticket.escalatedAt = ticket.openedAt + 4 * 86_400;
        });
  }

  /** Full seats, and nobody has ever exported anything or invited anyone. */
  private Story narrowNest() {
    int start = last - 260;
    return story("narrow-nest", "Narrow Nest", start, Term.Plan.TEAM, 12, MONTHLY)
        .kinds("login", "view_report", "edit")
        .uses(start, 4, 8)
        .uses(last - 60, 6, 12);
  }

  /** Went from monthly to annual terms a month ago, at the same price. */
  private Story annualArbor() {
    int start = last - 330;
    Story story =
        story("annual-arbor", "Annual Arbor", start, Term.Plan.TEAM, 8, MONTHLY).uses(start, 3, 6);
    return story.on(last - 30, () -> story.contract().renew(last - 30, ANNUAL, last - 30));
  }

  /** Left, stayed away for three months, and is back. */
  private Story boomerangBooks() {
    int start = last - 400;
    Story story =
        story("boomerang-books", "Boomerang Books", start, Term.Plan.TEAM, 6, MONTHLY)
            .uses(start, 3, 5)
            .stops(start + 180);
    int back = start + 300;
    return story
        .goesOn(back)
        .on(
            back,
            () -> {
              story.contract().renew(back, MONTHLY, back);
              story.truth().returned(back);
            })
        .uses(back, 3, 5);
  }

  /** Renewed five days late once: within grace, so it never left. */
  private Story gapGarage() {
    int start = last - 300;
    return story("gap-garage", "Gap Garage", start, Term.Plan.TEAM, 6, MONTHLY)
        .uses(start, 2.5, 4)
        .renewsLate(start + 200, 5);
  }

  /** Its term ended four days ago and no other has begun. */
  private Story graceGrill() {
    int start = last - 4 - 240;
    return story("grace-grill", "Grace Grill", start, Term.Plan.TEAM, 10, MONTHLY)
        .uses(start, 3, 7)
        .stops(last - 10);
  }

  /** Had two products and has not renewed the second: contraction, not churn. */
  private Story twolineTraders() {
    int start = last - 24 - 240;
    Story story =
        story("twoline-traders", "Twoline Traders", start, Term.Plan.TEAM, 10, MONTHLY)
            .uses(start, 3, 6);
    int dropped = last - 24;
    return story
        .on(start, () -> story.contract().addProduct(start, 10))
        .on(dropped - 12, () -> story.contract().giveNoticeOfSecondLine(dropped - 12))
        .on(
            dropped,
            () -> {
              story.contract().dropSecondLine();
              story.truth().contracted(dropped);
            });
  }

  /** Has said that it will not renew. */
  private Story noticeNursery() {
    int start = last - 285;
    Story story =
        story("notice-nursery", "Notice Nursery", start, Term.Plan.BUSINESS, 9, MONTHLY)
            .uses(start, 3, 7)
            .stops(last - 11);
    return story.on(last - 11, () -> story.contract().giveNotice(last - 11));
  }

  /** Still in its free trial. */
  private Story trialTrucks() {
    int start = last - 6;
    Story story = Story.of(profile("trial-trucks", "Trial Trucks", start), journal);
    return story
        .on(start, () -> story.contract().openTrial(start, 14, Term.Plan.TEAM, 5))
        .uses(start, 4, 4);
  }

  /** Its free trial became a paid contract. */
  private Story convertedCafe() {
    int start = last - 110;
    Story story = Story.of(profile("converted-cafe", "Converted Cafe", start), journal);
    return story
        .on(start, () -> story.contract().openTrial(start, 14, Term.Plan.TEAM, 5))
        .uses(start, 3, 3);
  }

  /** Half price for nine months; the discount ends in two weeks, and use has fallen. */
  private Story discountDiner() {
    int start = last - 255;
    Story story =
        story("discount-diner", "Discount Diner", start, Term.Plan.BUSINESS, 12, MONTHLY)
            .uses(start, 4, 9)
            .uses(last - 50, 2, 5);
    return story.on(
        start,
        () -> {
          story.contract().main().discountPct = 50;
          story.contract().main().discountUntil = last + 15;
        });
  }

  /** Works in the first and the last second of the day, and each event is delivered twice. */
  private Story midnightMill() {
    int start = last - 200;
    return story("midnight-mill", "Midnight Mill", start, Term.Plan.STARTER, 4, MONTHLY)
        .clock(Story.Clock.MIDNIGHT)
        .deliveredTwice()
        .uses(start, 2, 2);
  }

  /** Left in winter and did not come back. */
  private Story goneGallery() {
    int start = last - 320;
    return story("gone-gallery", "Gone Gallery", start, Term.Plan.TEAM, 7, MONTHLY)
        .uses(start, 3, 5)
        .uses(start + 140, 1, 2)
        .stops(start + 190);
  }

  /** Has signed; its first term begins next week. */
  private Story futureFarm() {
    int signed = last - 1;
    Story story = Story.of(profile("future-farm", "Future Farm", signed), journal);
    return story.on(
        signed, () -> story.contract().open(last + 7, Term.Plan.TEAM, 6, ANNUAL).landsDay = signed);
  }

  /** The one who did half of the work has not been seen for five weeks. */
  private Story sponsorlessSpa() {
    int start = last - 290;
    return story("sponsorless-spa", "Sponsorless Spa", start, Term.Plan.BUSINESS, 10, MONTHLY)
        .uses(start, 5, 6)
        .withoutFirst(last - 35, 1)
        .uses(last - 35, 2, 6);
  }

  private Story story(String id, String name, int start, Term.Plan plan, int seats, int months) {
    Story story = Story.of(profile(id, name, start), journal);
    return story.on(start, () -> story.contract().open(start, plan, seats, months));
  }

  private static Profile profile(String id, String name, int createdDay) {
    return Profile.named(id, name, "mid_market", "US", createdDay);
  }
}
