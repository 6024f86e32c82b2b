import type { Dice } from './drawing.ts';
import type { Figures } from './figures.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A city as a table of places writes it. */
export type City = { place: string; at: readonly [latitude: number, longitude: number] };
const city = (place: string, latitude: number, longitude: number): City => ({ place, at: [latitude, longitude] });

export const HOME_CITIES = [
  city('ES Madrid', 40.4, -3.7),
  city('ES Barcelona', 41.4, 2.2),
  city('ES Valencia', 39.5, -0.4),
  city('ES Sevilla', 37.4, -6.0),
  city('ES Zaragoza', 41.6, -0.9),
  city('ES Málaga', 36.7, -4.4),
  city('ES Murcia', 38.0, -1.1),
  city('ES Bilbao', 43.3, -2.9),
  city('ES Vigo', 42.2, -8.7),
  city('ES Alicante', 38.3, -0.5),
  city('ES Elche', 38.3, -0.7),
  city('ES Sabadell', 41.5, 2.1),
] as const;
export const ABROAD = [
  city('PT Lisboa', 38.7, -9.1),
  city('FR París', 48.9, 2.4),
  city('IT Roma', 41.9, 12.5),
  city('GB Londres', 51.5, -0.1),
  city('DE Berlín', 52.5, 13.4),
] as const;
export const OVERSEAS = [
  city('CO Bogotá', 4.7, -74.1),
  city('AR Buenos Aires', -34.6, -58.4),
  city('MX Ciudad de México', 19.4, -99.1),
  city('PE Lima', -12.0, -77.0),
] as const;

/** What the tables say of a network, which may be wrong: what kind it is, and where. */
export type Network = {
  network: string;
  kind: 'fixed' | 'mobile' | 'vpn' | 'hosting' | 'unknown';
  place: string;
  point: readonly [number, number];
};
/** A way into the internet: the network that it comes out of at a moment. */
export type Line = (at: number) => Network;
export type Device = { id: string; browser: string; system: string; deviceType: 'desktop' | 'mobile' | 'tablet' };

/** What one person has drawn, and what makes more of it. */
export type World = ReturnType<typeof openWorld>;

const networkNo = (n: number): string => `${11 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.0/24`;

export function openWorld(dice: Dice, figures: Figures) {
  let networks = 0;
  let devices = 0;
  const nextId = (): string => `d${++devices}`;
  const drawn = new Map<keyof Figures, number>();
  /** What this person draws of a range, once. */
  const own = (name: keyof Figures): number => {
    const known = drawn.get(name);
    if (known !== undefined) return known;
    const value = dice.of(figures[name]);
    drawn.set(name, value);
    return value;
  };
  const network = (kind: Network['kind'], { place, at }: City, isKnown = dice.hit(own('kindKnown'))): Network => {
    return { network: networkNo(++networks), kind: isKnown ? kind : 'unknown', place, point: at };
  };
  const elsewhere = (not: City): City => {
    const other = dice.pick(HOME_CITIES);
    return other === not ? elsewhere(not) : other;
  };

  return {
    dice,
    own,
    city: () => dice.pick(HOME_CITIES),
    elsewhere,
    /** A line at a wall: one network until its address changes. */
    fixedLine(where: City, options: { moves?: boolean } = {}): Line {
      const kept = options.moves === false ? Number.POSITIVE_INFINITY : own('addressKept') * DAY;
      const isKnown = dice.hit(own('kindKnown'));
      const draw = () => network('fixed', dice.hit(own('fixedLineMisplaced')) ? elsewhere(where) : where, isKnown);
      let now = draw();
      let until = kept * (0.2 + 0.8 * dice.next());
      return (at) => {
        while (at >= until) {
          now = draw();
          until += kept;
        }
        return now;
      };
    },
    /** A phone's own way, behind its operator's NAT. */
    mobileLine(where: City): Line {
      const isKnown = dice.hit(own('kindKnown'));
      const exits = Array.from({ length: Math.max(1, Math.round(own('mobileExits'))) }, () =>
        network('mobile', dice.hit(own('mobileMisplaced')) ? elsewhere(where) : where, isKnown),
      );
      let now = dice.pick(exits);
      return () => {
        if (dice.hit(own('mobileMoves'))) now = dice.pick(exits);
        return now;
      };
    },
    /** A VPN's exits: of a data centre, where the table of operators knows it. */
    vpnLine(): Line {
      const exits = Array.from({ length: Math.max(1, Math.round(own('vpnExits'))) }, () =>
        network(dice.hit(0.5) ? 'vpn' : 'hosting', dice.pick([...HOME_CITIES, ...ABROAD])),
      );
      let day = -1;
      let now = dice.pick(exits);
      return (at) => {
        const today = Math.floor(at / DAY);
        if (today !== day) now = dice.pick(exits);
        day = today;
        return now;
      };
    },
    phone(): Device {
      const isAndroid = dice.hit(own('androidPart'));
      return {
        id: nextId(),
        browser: isAndroid ? dice.pick(['Chrome', 'Chrome', 'Chrome', 'Samsung Internet for Android']) : 'Safari',
        system: isAndroid ? 'Android' : 'iOS',
        deviceType: 'mobile',
      };
    },
    computer(): Device {
      const isWindows = dice.hit(own('windowsPart'));
      return {
        id: nextId(),
        browser: isWindows
          ? dice.pick(['Chrome', 'Chrome', 'Microsoft Edge', 'Firefox'])
          : dice.pick(['Safari', 'Chrome']),
        system: isWindows ? 'Windows' : 'macOS',
        deviceType: 'desktop',
      };
    },
    tablet: (): Device => ({ id: nextId(), browser: 'Safari', system: 'iOS', deviceType: 'tablet' }),
    /** The same browser without what it knew. */
    anew: (device: Device): Device => ({ ...device, id: nextId() }),
  };
}
