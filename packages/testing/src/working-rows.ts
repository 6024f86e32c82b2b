import type { WorkingHours } from '@recado/core/conversations/contract';

const day: [number, number][] = [[540, 1200]];
const office: WorkingHours = { 1: day, 2: day, 3: day, 4: day, 5: day };
const split: [number, number][] = [
  [600, 840],
  [1020, 1230],
];
const shop: WorkingHours = { 1: split, 2: split, 3: split, 4: split, 5: split, 6: [[600, 840]] };
const night: [number, number][] = [
  [0, 480],
  [1320, 1440],
];
const nights: WorkingHours = { 1: night, 2: night, 3: night, 4: night, 5: night, 6: night, 7: night };

/** What is due when: hours, zone, from, minutes of work, and the instant; for the rule and for the database, which must say the same. */
export const workingRows: [
  what: string,
  hours: WorkingHours | null,
  zone: string,
  from: string,
  minutes: number,
  due: string | null,
][] = [
  ['within a day', office, 'Europe/Madrid', '2026-11-25T09:00:00Z', 90, '2026-11-25T10:30:00.000Z'],
  ['until the very end of it', office, 'Europe/Madrid', '2026-11-25T18:30:00Z', 30, '2026-11-25T19:00:00.000Z'],
  ['over the evening', office, 'Europe/Madrid', '2026-11-25T18:55:00Z', 15, '2026-11-26T08:10:00.000Z'],
  ['over a weekend', office, 'Europe/Madrid', '2026-11-27T18:55:00Z', 15, '2026-11-30T08:10:00.000Z'],
  ['from a Sunday', office, 'Europe/Madrid', '2026-11-29T12:00:00Z', 15, '2026-11-30T08:15:00.000Z'],
  ['before the day begins', office, 'Europe/Madrid', '2026-11-25T05:00:00Z', 60, '2026-11-25T09:00:00.000Z'],
  ['over the pause at noon', shop, 'Europe/Madrid', '2026-11-25T12:50:00Z', 30, '2026-11-25T16:20:00.000Z'],
  ['on a short Saturday and on', shop, 'Europe/Madrid', '2026-11-28T12:30:00Z', 60, '2026-11-30T09:30:00.000Z'],
  ['seconds are kept', office, 'Europe/Madrid', '2026-11-27T18:59:30Z', 1, '2026-11-30T08:00:30.000Z'],
  ['over midnight in one night', nights, 'Europe/Madrid', '2026-11-25T21:30:00Z', 180, '2026-11-26T00:30:00.000Z'],
  // in Madrid clocks go forward at 01:00 UTC of 29 March: that night has one hour less
  ['the night with an hour less', nights, 'Europe/Madrid', '2026-03-28T21:00:00Z', 540, '2026-03-29T06:00:00.000Z'],
  [
    'that night is over an hour earlier',
    nights,
    'Europe/Madrid',
    '2026-03-28T21:00:00Z',
    541,
    '2026-03-29T20:01:00.000Z',
  ],
  ['an office across it', office, 'Europe/Madrid', '2026-03-27T18:30:00Z', 60, '2026-03-30T07:30:00.000Z'],
  // and back at 01:00 UTC of 25 October: that night has one hour more
  ['the night with an hour more', nights, 'Europe/Madrid', '2026-10-24T20:00:00Z', 660, '2026-10-25T07:00:00.000Z'],
  ['an office across that', office, 'Europe/Madrid', '2026-10-23T17:30:00Z', 60, '2026-10-26T08:30:00.000Z'],
  [
    'a span that begins in the hour that is skipped',
    { 7: [[150, 300]] },
    'Europe/Madrid',
    '2026-03-28T12:00:00Z',
    30,
    '2026-03-29T02:00:00.000Z',
  ],
  [
    'a span that begins in the hour that comes twice',
    { 7: [[150, 300]] },
    'Europe/Madrid',
    '2026-10-24T12:00:00Z',
    30,
    '2026-10-25T02:00:00.000Z',
  ],
  // Mexico has had no summer time since 2022, and had it before
  ['Mexico, over a weekend', office, 'America/Mexico_City', '2026-04-04T01:30:00Z', 60, '2026-04-06T15:30:00.000Z'],
  ['Mexico in summer time', office, 'America/Mexico_City', '2022-04-02T01:30:00Z', 60, '2022-04-04T14:30:00.000Z'],
  ['Mexico back from it', office, 'America/Mexico_City', '2022-10-29T00:30:00Z', 60, '2022-10-31T15:30:00.000Z'],
  ['all hours', null, 'Europe/Madrid', '2026-03-28T23:00:00Z', 180, '2026-03-29T02:00:00.000Z'],
  ['weeks', office, 'Europe/Madrid', '2026-11-23T08:00:00Z', 6_600, '2026-12-04T19:00:00.000Z'],
  ['one day a week', { 3: [[600, 660]] }, 'Europe/Madrid', '2026-11-25T09:30:00Z', 60, '2026-12-02T09:30:00.000Z'],
  ['no day at all', {}, 'Europe/Madrid', '2026-11-25T09:30:00Z', 1, null],
];
