import { type Range, widen } from './drawing.ts';

/**
 * What the personas are drawn from. Each person draws once from a range and lives by it. Where a figure is public its source stands beside it; the
 * others are assumptions, and say so. All of it was written before there was a score, and is not changed for one.
 */
export const FIGURES = {
  // ───── networks
  /** Fixed lines that a table of cities puts into another city. "Lost in the Prefix", arXiv 2605.21937: 9–20 % fail in Europe. */
  fixedLineMisplaced: [0.05, 0.2],
  /** Mobile networks that such a table puts elsewhere. The same: 70 % of mobile prefixes span more than 100 km, the median error is 179–207 km. */
  mobileMisplaced: [0.5, 0.85],
  /** Networks that a phone leaves by behind its operator's NAT. Richter et al., IMC 2016: nearly every mobile operator has one, of many addresses. */
  mobileExits: [3, 30],
  /** Chance that a phone comes out elsewhere the next time that it is used. Assumption. */
  mobileMoves: [0.1, 0.7],
  /** Days that a line keeps its address. Assumption: Spanish operators give dynamic addresses, which routers keep until they start anew. */
  addressKept: [3, 120],
  /**
   * Networks of which a table of operators can tell whether they are fixed or mobile. Assumption, low on purpose: several operators of Spain and of
   * Latin America have both under one number.
   */
  kindKnown: [0.2, 0.7],
  /** Exits of one VPN that somebody uses, and the part of the time. A quarter of Spaniards have one (NordVPN 2023, by rivaltimes.com). */
  vpnExits: [1, 8],
  vpnPart: [0.2, 0.9],

  // ───── devices. AIMC, Navegantes en la Red 2020: phone 90.1 %, laptop 68.7 %, desktop 55.9 %, tablet 47.7 % of those who use the internet.
  hasTablet: [0.2, 0.5],
  hasLaptop: [0.5, 0.75],
  /** Who has a second phone for work. Assumption; there were 52.2 million mobile lines for 46.7 million people in Spain (Iberdrola, 2018). */
  hasSecondPhone: [0.05, 0.2],
  /** StatCounter, Spain, of phones and of computers. */
  androidPart: [0.6, 0.8],
  windowsPart: [0.7, 0.9],
  /** Chance that the browser was closed meanwhile, so that its owner logs in anew. Assumption. */
  browserClosed: [0.02, 0.3],
  /** Phones that are on the Wi-Fi of where they are, and not on mobile data. Assumption. */
  phoneOnWifi: [0.3, 0.9],

  // ───── one person's day
  /** Times that somebody sits down to it, and how many minutes it takes. Assumption. */
  looksPerDay: [4, 20],
  lookMinutes: [1, 15],
  /** Changes between phone and counter of who has both at hand all day. Assumption, high on purpose. */
  changesPerDay: [10, 40],
  /** Changes that come within a minute of the last thing done, as if somebody were interrupted. Assumption, high on purpose. */
  changesAtOnce: [0, 0.3],
  /** Hours that a shop is open, in one or two parts. Eurostat: 37–42 hours a week, more of those who work for themselves. */
  hoursPerDay: [7, 11],
  daysPerWeek: [5, 7],
  /** Minutes between home and work. INE, ECEPOV 2021: most take less than half an hour. */
  commuteMinutes: [2, 45],
  /** Who lives over their shop, its Wi-Fi apart from that of the flat. Assumption. */
  livesAbove: [0, 0.1],
  /** Looks in the evening from home. Assumption. */
  eveningLooks: [0, 6],

  // ───── what kinds of people do
  tripEvery: [10, 40],
  tripDays: [1, 10],
  /** Days on which the old phone and the new one are both used. Assumption. */
  phonesOverlap: [0, 7],
  /** Part of the logins that are in a private window. Assumption; 46 % have used one at all (DuckDuckGo, 2017). */
  incognitoPart: [0.2, 0.9],
  /** Kilometres do not matter to who drives between two shops of theirs; how long it takes does. Assumption. */
  branchMinutes: [10, 90],
  branchesFarPart: [0.2, 0.5],
  weekendsAway: [0.3, 0.9],
  /** Logins before which everything was forgotten. Assumption. */
  cookiesClearedPart: [0.3, 1],

  // ───── cards: what somebody says who was displaced. Assumptions, there is no public figure; of the innocent high, of the sharers low.
  /** Innocents who once press that several use the account, to see what it is. */
  saysSeveralByMistake: [0.01, 0.05],
  /** Sharers who would ever press it, and after how many cards. */
  saysSeveral: [0.15, 0.4],
  saysSeveralAfter: [1, 25],
  /** Cards that are answered with "it was me". */
  saysMine: [0, 0.3],
  saysMineThoughShared: [0, 0.1],

  // ───── sharers. A third share passwords with colleagues (SurveyMonkey 2019, by techradar.com), 22 % with co-workers (LastPass 2016).
  /** Hours of a day that the second person works with it, and days of a week. Assumption. */
  secondHours: [2, 8],
  secondDays: [3, 6],
  /** Times that each sits down to it in an hour. Assumption. */
  sharerLooksPerHour: [1, 6],
  /** Who comes back after having been displaced, and after how many minutes. Assumption. */
  takesBack: [0.4, 0.95],
  takesBackAfter: [1, 30],
  /** Shops where both shifts use one computer: nobody can see those. Assumption. */
  sharesCounter: [0.3, 0.6],
  /** Looks of a day from home while the other one is on. Assumption. */
  offShiftLooks: [1, 6],
  assistantAbroad: [0.3, 0.7],
  assistantHours: [2, 6],
  assistantDays: [2, 5],
  /** Days of a week on which the other one covers, and for how many hours. Assumption. */
  coverDays: [1, 3],
  coverHours: [1, 6],
} as const satisfies Record<string, Range>;

export type Figures = { readonly [Name in keyof typeof FIGURES]: Range };

/** Every range half as wide again. */
export const WIDENED = Object.fromEntries(
  Object.entries(FIGURES).map(([name, range]) => [name, widen(range)]),
) as Figures;
