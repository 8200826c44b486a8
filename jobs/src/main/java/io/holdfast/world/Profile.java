package io.holdfast.world;

import java.time.LocalDate;
import java.util.List;

/** What the account itself says of a customer; only its owner changes. */
final class Profile {
  static final String HEADER = "id,company,segment,industry,country,channel,owner,founded,created";
  static final List<String> OWNERS = List.of("maria", "jonas", "aiko", "devon", "priya", "luca");

  private static final List<String> FIRST =
      List.of(
          "Amber", "Birch", "Cobalt", "Delta", "Ember", "Fable", "Granite", "Harbor", "Indigo",
          "Juniper", "Kestrel", "Lumen", "Maple", "Nimbus", "Orchid", "Pioneer", "Quartz", "Raven",
          "Summit", "Timber", "Umbra", "Violet", "Willow", "Yonder", "Zephyr");
  private static final List<String> SECOND =
      List.of(
          "Analytics",
          "Bakeries",
          "Clinics",
          "Dynamics",
          "Energy",
          "Foods",
          "Freight",
          "Gardens",
          "Hotels",
          "Insurance",
          "Labs",
          "Logistics",
          "Media",
          "Mills",
          "Motors",
          "Networks",
          "Outfitters",
          "Partners",
          "Robotics",
          "Schools",
          "Studios",
          "Systems",
          "Textiles",
          "Travel",
          "Works");
  private static final List<String> INDUSTRIES =
      List.of("software", "retail", "health", "logistics", "finance", "media", "education");
  private static final List<String> COUNTRIES = List.of("US", "US", "GB", "CA", "DE", "FR", "NL");
  private static final List<String> EURO_COUNTRIES = List.of("DE", "FR", "NL");
  private static final List<String> CHANNELS =
      List.of("inbound", "outbound", "partner", "referral");
  private static final List<String> SEGMENTS = List.of("smb", "mid_market", "enterprise");

  final String id;
  final String name;
  final String segment;
  final String industry;
  final String country;
  final String channel;
  final int foundedDay;
  final int createdDay;
  String owner;

  private Profile(
      String id,
      String name,
      String segment,
      String industry,
      String country,
      String channel,
      String owner,
      int foundedDay,
      int createdDay) {
    this.id = id;
    this.name = name;
    this.segment = segment;
    this.industry = industry;
    this.country = country;
    this.channel = channel;
    this.owner = owner;
    this.foundedDay = foundedDay;
    this.createdDay = createdDay;
  }

  /** A customer drawn at random. */
  static Profile of(int number, int createdDay, Dice dice) {
    String first = FIRST.get(number % FIRST.size());
    String second = SECOND.get((number / FIRST.size() + number * 7) % SECOND.size());
    int round = number / (FIRST.size() * SECOND.size());
    return new Profile(
        String.format("A%06d", number),
        first + " " + second + (round == 0 ? "" : " " + (round + 1)),
        SEGMENTS.get(dice.pick(0.6, 0.3, 0.1)),
        dice.pick(INDUSTRIES),
        dice.pick(COUNTRIES),
        dice.pick(CHANNELS),
        dice.pick(OWNERS),
        createdDay - dice.between(200, 9000),
        createdDay);
  }

  /** A named customer. */
  static Profile named(String id, String name, String segment, String country, int createdDay) {
    return new Profile(
        id, name, segment, "software", country, "referral", "maria", createdDay - 2000, createdDay);
  }

  String currency() {
    return EURO_COUNTRIES.contains(country) ? "EUR" : "USD";
  }

  String line() {
    return String.join(
        ",",
        id,
        name,
        segment,
        industry,
        country,
        channel,
        owner,
        LocalDate.ofEpochDay(foundedDay).toString(),
        LocalDate.ofEpochDay(createdDay).toString());
  }
}
