import type { SharingUse } from '../contract.ts';

/** Two places this far apart are two, whatever a table of cities gets wrong around one. */
const FAR_KM = 100;

export const isFar = (a: SharingUse, b: SharingUse): boolean => {
  if (!a.place || !b.place || a.place === b.place) return false;
  const apart = kilometres(a, b);
  // without points only another country is far
  return apart === null ? a.place.slice(0, 2) !== b.place.slice(0, 2) : apart > FAR_KM;
};

/** Between two points, over the ground; null where one is not known. */
export function kilometres({ point: p }: SharingUse, { point: q }: SharingUse): number | null {
  if (!p || !q) return null;
  const rad = Math.PI / 180;
  const chord =
    Math.sin(((q[0] - p[0]) * rad) / 2) ** 2 +
    Math.cos(p[0] * rad) * Math.cos(q[0] * rad) * Math.sin(((q[1] - p[1]) * rad) / 2) ** 2;
  return 12_742 * Math.asin(Math.sqrt(chord));
}
