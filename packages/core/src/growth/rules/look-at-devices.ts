import type { SharingUse } from '../contract.ts';
import { isFar } from './measure-distance.ts';

/** Of fewer sessions nothing is said by where they were not. */
const FEW = 6;

export type Device = {
  id: string;
  family: string;
  isHandheld: boolean;
  uses: SharingUse[];
  days: Set<string>;
  networks: Set<string>;
  places: Set<string>;
  firstAt: number;
  lastAt: number;
  /** Used on two days or more: a private window and a browser that forgets are not. */
  isSteady: boolean;
};

export type Lookout = ReturnType<typeof lookAtDevices>;

/** What the devices of two weeks have in common, which decides whether they may be in one hand. */
export function lookAtDevices(seen: readonly SharingUse[], dayAt: (at: number) => string) {
  const devices = new Map<string, Device>();
  const dayOfUse = new Map<string, string>();
  /** The days on which a computer used a network: one that stands somewhere is seldom on mobile data for days. */
  const anchored = new Map<string, Set<string>>();
  for (const use of seen) {
    const day = dayAt(use.startedAt);
    dayOfUse.set(use.session, day);
    let device = devices.get(use.device);
    if (!device) {
      const isHandheld = use.deviceType === 'mobile' || use.deviceType === 'tablet';
      device = {
        id: use.device,
        family: `${use.browser}|${use.system}|${use.deviceType}`,
        isHandheld,
        uses: [],
        days: new Set(),
        networks: new Set(),
        places: new Set(),
        firstAt: use.startedAt,
        lastAt: use.startedAt,
        isSteady: false,
      };
      devices.set(use.device, device);
    }
    device.uses.push(use);
    device.days.add(day);
    device.isSteady = device.days.size >= 2;
    device.lastAt = Math.max(device.lastAt, use.lastInputAt);
    if (use.network) {
      device.networks.add(use.network);
      if (!device.isHandheld) {
        const days = anchored.get(use.network) ?? new Set();
        anchored.set(use.network, days.add(day));
      }
    }
    if (use.place) device.places.add(use.place);
  }

  // a computer that is in three places within two weeks travels; one that leaves by a data centre at times does so by what is not known as one too
  const moving = new Set<string>();
  for (const { isHandheld, places, networks, uses } of devices.values()) {
    const isHidden = uses.some(({ kind }) => kind === 'vpn' || kind === 'hosting');
    if (isHidden || (!isHandheld && places.size > 2)) for (const network of networks) moving.add(network);
  }

  const dayOf = (use: SharingUse): string => dayOfUse.get(use.session) ?? dayAt(use.startedAt);
  const isLine = ({ network, kind }: SharingUse): boolean =>
    network !== null &&
    (kind === 'fixed' || (kind === 'unknown' && (anchored.get(network)?.size ?? 0) >= 3 && !moving.has(network)));
  const meets = (a: Set<string>, b: Set<string>): boolean => {
    for (const each of a) if (b.has(each)) return true;
    return false;
  };
  const steady = [...devices.values()].filter(({ isSteady }) => isSteady);
  const memo = new Map<string, boolean>();

  /** Two that were never on one network, and that nothing else links either: no third device was where both of them are. */
  const areStrangers = (a: Device, b: Device): boolean => {
    const key = `${a.id}+${b.id}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    // a phone that never joins the Wi-Fi and a computer are one hand as often as two, unless both are known to be at walls
    const canTell =
      a.uses.length >= FEW && b.uses.length >= FEW && (a.isHandheld === b.isHandheld || (isAtWall(a) && isAtWall(b)));
    const verdict =
      canTell &&
      !meets(a.networks, b.networks) &&
      !steady.some(
        (third) => third !== a && third !== b && meets(third.networks, a.networks) && meets(third.networks, b.networks),
      );
    memo.set(key, verdict);
    memo.set(`${b.id}+${a.id}`, verdict);
    return verdict;
  };
  // what is mostly on mobile data says nothing by the networks that it was not on
  const isAtWall = ({ uses }: Device): boolean => {
    const atWalls = uses.filter(({ kind }) => kind === 'fixed').length;
    return atWalls >= FEW && atWalls * 2 >= uses.length;
  };

  const turns = new Map<string, Map<string, number>>();
  /** Two of a kind on one line on one day, the one only before the other one: 1 when the first comes first, −1 the other way round, 0 not so. */
  const orderOn = (a: Device, b: Device, day: string): number => {
    const key = `${a.id}+${b.id}`;
    const known = turns.get(key)?.get(day);
    if (known !== undefined) return known;
    const at = (device: Device) =>
      device.uses.filter((use) => dayOf(use) === day && use.network !== null && isLine(use));
    const [x, y] = [at(a), at(b)];
    const shared = x.filter(({ network }) => y.some((use) => use.network === network));
    const other = y.filter(({ network }) => shared.some((use) => use.network === network));
    let order = 0;
    if (shared.length >= 3 && other.length >= 3) {
      const [lastX, firstX] = [shared.at(-1)?.lastInputAt ?? 0, shared[0]?.startedAt ?? 0];
      const [lastY, firstY] = [other.at(-1)?.lastInputAt ?? 0, other[0]?.startedAt ?? 0];
      order = lastX <= firstY ? 1 : lastY <= firstX ? -1 : 0;
    }
    turns.set(key, (turns.get(key) ?? new Map()).set(day, order));
    return order;
  };
  const daysOfOrder = (a: Device, b: Device, order: number): string[] =>
    [...a.days].filter((day) => b.days.has(day) && orderOn(a, b, day) === order);

  return {
    devices,
    steady,
    dayOf,
    isLine,
    areStrangers,
    /** Both were at the same place within the two weeks: whoever carries one of them travelled. */
    haveMet: (a: Device, b: Device): boolean => meets(a.places, b.places),
    /** One computer leaves by both: two lines of one office. */
    areOneOffice: (x: string, y: string | null): boolean =>
      steady.some(({ isHandheld, networks }) => !isHandheld && networks.has(x) && y !== null && networks.has(y)),
    /** Where the one was at walls and where the other one was, far from each other. */
    areFar: (a: Device, b: Device): boolean => {
      const [x, y] = [a.uses.filter(isLine), b.uses.filter(isLine)];
      return x.length > 0 && y.length > 0 && x.every((use) => y.every((other) => isFar(use, other)));
    },
    daysOfBoth: (a: Device, b: Device): string[] => [...a.days].filter((day) => b.days.has(day)),
    mayTakeTurns: (a: Device, b: Device): boolean =>
      a.isHandheld === b.isHandheld && a.days.size >= 4 && b.days.size >= 4,
    /** The days on which they took turns in the order that they mostly do. */
    daysOfTurns: (a: Device, b: Device): string[] => {
      const [forth, back] = [daysOfOrder(a, b, 1), daysOfOrder(a, b, -1)];
      return forth.length >= back.length ? forth : back;
    },
    /** How many devices must have been there at one time, replaced ones and forgetful browsers counted once. */
    devicesAtOnce: (): [number, SharingUse[]] => {
      const families = new Map<string, Device[]>();
      for (const device of steady) families.set(device.family, [...(families.get(device.family) ?? []), device]);
      let count = 0;
      for (const list of families.values()) {
        const ends: number[] = [];
        for (const device of list.sort((a, b) => a.firstAt - b.firstAt)) {
          const free = ends.findIndex((end) => end < device.firstAt);
          if (free >= 0) ends[free] = device.lastAt;
          else ends.push(device.lastAt);
        }
        count += ends.length;
      }
      return [count, steady.map((device) => device.uses.at(-1) as SharingUse)];
    },
  };
}

/**
 * Whether it is worth a look: ping-pong and places alone never reach what somebody is told at, however often. It takes a second phone or computer, many
 * devices, words, or two cities on lines that are known to be fixed.
 */
export function mayBeShared(
  uses: readonly SharingUse[],
  words: readonly { says: string }[],
  dayAt: (at: number) => string,
): boolean {
  if (words.some(({ says }) => says === 'several')) return true;
  const firstDay = new Map<string, string>();
  const steady = new Map<string, string>();
  const placesAtWalls = new Set<string>();
  for (const { device, startedAt, deviceType, kind, place } of uses) {
    if (kind === 'fixed' && place) placesAtWalls.add(place);
    if (steady.has(device)) continue;
    const day = dayAt(startedAt);
    const first = firstDay.get(device);
    if (first === undefined) firstDay.set(device, day);
    else if (first !== day) steady.set(device, deviceType === 'desktop' ? 'desktop' : 'handheld');
  }
  const kinds = [...steady.values()];
  const computers = kinds.filter((kind) => kind === 'desktop').length;
  return computers >= 2 || kinds.length - computers >= 2 || placesAtWalls.size >= 2;
}
