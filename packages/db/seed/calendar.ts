export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const WEEKDAYS = ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'];
const MONTHS = 'enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre'.split(',');
/** Closed all over Spain, as month-day. Easter moves and the demo works on it. */
const HOLIDAYS = ['1-1', '1-6', '5-1', '8-15', '10-12', '11-1', '12-6', '12-8', '12-25'];

/** Opening times per weekday (0 is Sunday), as pairs of minutes since midnight in Madrid. */
export type OpeningHours = readonly (readonly (readonly [number, number])[])[];

/** Wall-clock time in Madrid. */
export type Wall = { year: number; month: number; day: number; weekday: number; minute: number };

const offsets = new Map<number, number>();
const madrid = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Madrid',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
});

// asked once per hour of history: Intl is too slow for every message
function offsetAt(at: number): number {
  const hour = Math.floor(at / HOUR);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(madrid.formatToParts(hour * HOUR).map((part) => [part.type, Number(part.value)]));
  const wall = Date.UTC(
    parts.year as number,
    (parts.month as number) - 1,
    parts.day as number,
    parts.hour as number,
    parts.minute as number,
  );
  const offset = wall - hour * HOUR;
  offsets.set(hour, offset);
  return offset;
}

export function wallOf(at: number): Wall {
  const shifted = new Date(at + offsetAt(at));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    minute: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
  };
}

/** The instant of a minute of the day on which `at` falls in Madrid, `days` later. */
export function atMinute(at: number, minute: number, days = 0): number {
  const wall = wallOf(at);
  const naive = Date.UTC(wall.year, wall.month - 1, wall.day + days) + minute * MINUTE;
  const first = naive - offsetAt(naive);
  return naive - offsetAt(first);
}

export const isHoliday = (wall: Wall): boolean => HOLIDAYS.includes(`${wall.month}-${wall.day}`);

const opensOn = (hours: OpeningHours, wall: Wall): readonly (readonly [number, number])[] =>
  isHoliday(wall) ? [] : (hours[wall.weekday] ?? []);

export function isOpen(hours: OpeningHours, at: number): boolean {
  const wall = wallOf(at);
  return opensOn(hours, wall).some(([from, to]) => wall.minute >= from && wall.minute < to);
}

/** `at` itself while open, otherwise the next opening. */
export function nextOpen(hours: OpeningHours, at: number): number {
  if (isOpen(hours, at)) return at;
  for (let days = 0; days < 14; days += 1) {
    const noon = atMinute(at, 720, days);
    for (const [from] of opensOn(hours, wallOf(noon))) {
      const opening = atMinute(at, from, days);
      if (opening >= at) return opening;
    }
  }
  throw new Error('A business that never opens cannot answer.');
}

/** The first working day at least `days` after `at`, at a minute within its opening times. */
export function workingDay(hours: OpeningHours, at: number, days: number, share: number): number {
  const opening = nextOpen(hours, atMinute(at, 0, days));
  const spans = opensOn(hours, wallOf(opening));
  const slots = spans.flatMap(([from, to]) => {
    const starts: number[] = [];
    for (let minute = from; minute <= to - 45; minute += 15) starts.push(minute);
    return starts;
  });
  return atMinute(opening, slots[Math.floor(share * slots.length)] as number);
}

/** How people in Spain name a day when they write at `from`. */
export function dayWords(day: number, from: number): string {
  const distance = Math.round((atMinute(day, 720) - atMinute(from, 720)) / DAY);
  const wall = wallOf(day);
  const weekday = WEEKDAYS[wall.weekday] as string;
  if (distance === 0) return 'hoy';
  if (distance === 1) return 'mañana';
  if (distance === -1) return 'ayer';
  if (distance > 1 && distance <= 6) return `el ${weekday}`;
  return `el ${weekday} ${wall.day}`;
}

export const dateWords = (day: number): string => {
  const wall = wallOf(day);
  return `${WEEKDAYS[wall.weekday]} ${wall.day} de ${MONTHS[wall.month - 1]}`;
};

export const monthWord = (at: number): string => MONTHS[wallOf(at).month - 1] as string;

export function clock(at: number): string {
  const { minute } = wallOf(at);
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}

/** 17:30 as "las 5 y media". */
export function spokenClock(at: number): string {
  const { minute } = wallOf(at);
  const quarter = Math.round((minute % 60) / 15);
  const hour = (Math.floor(minute / 60) + (quarter >= 3 ? 1 : 0) + 11) % 12;
  const tail = ['', ' y cuarto', ' y media', ' menos cuarto', ''][quarter] as string;
  return `${hour === 0 ? 'la' : 'las'} ${hour + 1}${tail}`;
}

export const greeting = (at: number): string => {
  const { minute } = wallOf(at);
  return minute < 5 * 60 || minute >= 20 * 60 + 30
    ? 'buenas noches'
    : minute < 14 * 60
      ? 'buenos días'
      : 'buenas tardes';
};
