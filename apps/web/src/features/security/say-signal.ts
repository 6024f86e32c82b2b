import type { SeenSignal } from '@recado/core/growth/contract';
import { placeName } from '@recado/core/identity/rules';

/** What a sentence about a signal is filled with: how often, and between which devices, each with the city or country it was near. */
export function signalWords(
  signal: Pick<SeenSignal, 'kind' | 'count' | 'between'>,
  {
    locale,
    nameOf,
    and,
  }: { locale: string; nameOf(of: { browser: string; system: string }): string; and(parts: string[]): string },
): { count: number; between: string } {
  const sides = signal.between.map(({ browser, system, place }) => {
    const device = system || nameOf({ browser, system });
    return place ? `${device}/${cityOf(place, locale)}` : device;
  });
  return { count: signal.count, between: and([...new Set(sides)]) };
}

/** The city where there is one, as people say it; else the country. */
const cityOf = (place: string, locale: string): string => place.slice(3) || placeName(place, locale);
