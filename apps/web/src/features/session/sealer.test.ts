import { describe, expect, it } from 'vitest';
import { createSealer } from './sealer.ts';

const keyOf = (sign: string) => `${sign.repeat(42)}A`;
const of = (kid: string, sign = 'a') => ({ kid, key: keyOf(sign) });

describe('what is left unsent', () => {
  it('opens again under the same key and in the same place', async () => {
    const sealer = await createSealer([of('k1')]);
    const sealed = await sealer.seal('Te llamo mañana, Íñigo 🙂', 'c1');
    expect(sealed.includes('mañana')).toBe(false);
    expect(await sealer.open(sealed, 'c1')).toBe('Te llamo mañana, Íñigo 🙂');
    expect(await sealer.open(sealed, 'c2')).toBeNull();
  });
  it('opens under an older key of the installation, and is sealed with the present one', async () => {
    const old = await (await createSealer([of('k1')])).seal('hola', 'c1');
    const turned = await createSealer([of('k2', 'b'), of('k1')]);
    expect(await turned.open(old, 'c1')).toBe('hola');
    expect(await turned.seal('hola', 'c1')).toMatch(/^k2\./);
  });
  it('opens for nobody else, and not when it was changed', async () => {
    const sealed = await (await createSealer([of('k1')])).seal('hola', 'c1');
    expect(await (await createSealer([of('k1', 'b')])).open(sealed, 'c1')).toBeNull();
    expect(await (await createSealer([])).open(sealed, 'c1')).toBeNull();
    const sealer = await createSealer([of('k1')]);
    expect(await sealer.open(`${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`, 'c1')).toBeNull();
    expect(await sealer.open('{"text":"hola"}', 'c1')).toBeNull();
  });
  it('is never the same text twice', async () => {
    const sealer = await createSealer([of('k1')]);
    expect(await sealer.seal('hola', 'c1')).not.toBe(await sealer.seal('hola', 'c1'));
  });
});
