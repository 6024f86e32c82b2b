import { readFileSync } from 'node:fs';
import type { NetworkKind, NetworkTables } from '@recado/core/growth/contract';
import { Reader, type Response } from 'mmdb-lib';

/** The ways in which tables of connections and of operators write what a network is. */
type Found = {
  connection_type?: string;
  usage_type?: string;
  autonomous_system_organization?: string;
  as_organization?: string;
  name?: string;
  traits?: { connection_type?: string; user_type?: string };
};
type Placed = { location?: { latitude?: number; longitude?: number }; latitude?: number; longitude?: number };

const DATA_CENTRES =
  /amazon|google cloud|microsoft azure|digitalocean|ovh|hetzner|linode|akamai connected|vultr|choopa|contabo|leaseweb|datacamp|m247|scaleway|hosting|data ?cent(er|re)|colo/i;
const TUNNELS = /\bvpn\b|nordvpn|mullvad|proton ?vpn|private relay|cloudflare warp/i;

/**
 * What a row says: the kind of connection where it has one, else what the operator's name gives away. An operator that has fixed and mobile lines under
 * one name stays unknown.
 */
export function kindOf(found: Found | null): NetworkKind {
  if (!found) return 'unknown';
  const said =
    found.connection_type ?? found.traits?.connection_type ?? found.usage_type ?? found.traits?.user_type ?? '';
  if (/^(cellular|mob|cellular network)$/i.test(said)) return 'mobile';
  if (/^vpn$/i.test(said)) return 'vpn';
  if (/^(dch|hosting|cdn|search_engine_spider)$/i.test(said)) return 'hosting';
  if (/^(cable\/dsl|corporate|dialup|residential|business|com)$/i.test(said)) return 'fixed';
  const name = found.autonomous_system_organization ?? found.as_organization ?? found.name ?? '';
  if (TUNNELS.test(name)) return 'vpn';
  return DATA_CENTRES.test(name) ? 'hosting' : 'unknown';
}

/** Where a row of a table of cities is, to a tenth of a degree. */
export function pointOf(found: Placed | null): [number, number] | null {
  const latitude = found?.location?.latitude ?? found?.latitude;
  const longitude = found?.location?.longitude ?? found?.longitude;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  return [Math.round(latitude * 10) / 10, Math.round(longitude * 10) / 10];
}

/**
 * Tables on this machine that say of a network what kind it is and where: MMDB files of the operator's, each of which may be missing; then nothing is
 * known, and nothing is guessed. Asks nobody. Throws when a file that is named cannot be read.
 */
export function offlineNetworks(files: {
  networkFile?: string | undefined;
  cityFile?: string | undefined;
}): NetworkTables {
  const kinds = files.networkFile ? new Reader<Response>(readFileSync(files.networkFile)) : null;
  const cities = files.cityFile ? new Reader<Response>(readFileSync(files.cityFile)) : null;
  return {
    of(network) {
      // a network's own address stands for all of it, which is as much as is kept
      const address = network?.split('/')[0];
      if (!address) return { kind: 'unknown', point: null };
      return {
        kind: kindOf(kinds?.get(address) as Found | null),
        point: pointOf((cities?.get(address) ?? null) as Placed | null),
      };
    },
  };
}
