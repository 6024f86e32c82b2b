import { describe, expect, it } from 'vitest';
import { kindOf, offlineNetworks, pointOf } from './index.ts';

describe('what a table says of a network', () => {
  it.each([
    [{ connection_type: 'Cellular' }, 'mobile'],
    [{ connection_type: 'Cable/DSL' }, 'fixed'],
    [{ traits: { connection_type: 'Corporate' } }, 'fixed'],
    [{ traits: { user_type: 'hosting' } }, 'hosting'],
    [{ usage_type: 'MOB' }, 'mobile'],
    [{ usage_type: 'DCH' }, 'hosting'],
    [{ usage_type: 'VPN' }, 'vpn'],
    [{ autonomous_system_organization: 'Hetzner Online GmbH' }, 'hosting'],
    [{ autonomous_system_organization: 'Mullvad VPN AB' }, 'vpn'],
    // both fixed and mobile lines are under these
    [{ autonomous_system_organization: 'Telefonica De Espana S.a.u.' }, 'unknown'],
    [{ usage_type: 'ISP/MOB' }, 'unknown'],
    [{}, 'unknown'],
    [null, 'unknown'],
  ])('%j is %s', (found, kind) => {
    expect(kindOf(found)).toBe(kind);
  });

  it('places it to a tenth of a degree, and nowhere where nothing is said', () => {
    expect(pointOf({ location: { latitude: 37.3886, longitude: -5.9823 } })).toEqual([37.4, -6]);
    expect(pointOf({ latitude: 40.4168, longitude: -3.7038 })).toEqual([40.4, -3.7]);
    expect(pointOf({})).toBeNull();
    expect(pointOf(null)).toBeNull();
  });

  it('knows nothing without tables', () => {
    expect(offlineNetworks({}).of('88.1.2.0/24')).toEqual({ kind: 'unknown', point: null });
    expect(offlineNetworks({}).of(null)).toEqual({ kind: 'unknown', point: null });
  });

  it('is not guessed when a table cannot be read', () => {
    expect(() => offlineNetworks({ networkFile: import.meta.filename })).toThrow();
  });
});
