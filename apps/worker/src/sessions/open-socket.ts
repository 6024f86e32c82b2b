import { hasReceived } from '@recado/core/channels';
import { findSentMessage } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import {
  type CacheStore,
  type GroupMetadata,
  makeWASocket,
  type proto,
  type UserFacingSocketConfig,
  type WASocket,
} from '@whiskeysockets/baileys';
import pino from 'pino';
import { textContent } from '../outbound/build-content.ts';
import { PlainLoopbackAgent } from '../outbound/plain-agent.ts';
import type { Services } from '../services.ts';
import type { AuthState } from './auth-state.ts';
import { keepOrder } from './keep-order.ts';
import { createStaging } from './stage-plaintext.ts';
import { createTtlCache } from './ttl-cache.ts';

/** What outlives a socket of one number: retry counts, device lists, group names. */
export type SharedCaches = {
  retries: CacheStore;
  devices: CacheStore;
  calls: CacheStore;
  placeholders: CacheStore;
  groups: CacheStore;
};

const HOUR = 60 * 60 * 1000;

export const createSharedCaches = (): SharedCaches => ({
  retries: createTtlCache({ entries: 2000, ttlMs: HOUR }),
  devices: createTtlCache({ entries: 2000, ttlMs: HOUR / 12 }),
  calls: createTtlCache({ entries: 100, ttlMs: HOUR / 12 }),
  placeholders: createTtlCache({ entries: 500, ttlMs: HOUR }),
  groups: createTtlCache({ entries: 200, ttlMs: HOUR }),
});

// the client's own log holds addresses and stanzas; what matters is logged by us
const silent = pino({ level: 'silent' });

/** Opens a socket of the pinned client for a number. A socket serves once; after its end a new one is made. */
export function openSocket(
  services: Services,
  held: Held,
  auth: Pick<AuthState, 'creds' | 'keys' | 'drained'> & {
    onStoreFailure(): void;
    /** Resolves when placeholders of what could not be read have their places. */
    placed(): Promise<unknown>;
  },
  caches: SharedCaches,
): WASocket {
  const staging = createStaging(auth.keys, async (providerId, part) => {
    // it may be here and not stored yet
    await auth.drained();
    return await orEnd(hasReceived(services.db, held, providerId, part));
  });
  const { driver } = services;
  const config: UserFacingSocketConfig = {
    auth: { creds: auth.creds, keys: auth.keys },
    logger: silent as never,
    connectTimeoutMs: services.timing.connectLimit,
    makeSignalRepository: staging.makeSignalRepository,
    // a database that is gone closes the socket at once, instead of holding up everything the number hears
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    // each message that cannot be read holds up the ones behind it for this long before its sender is asked again
    retryRequestDelayMs: 50,
    emitOwnEvents: false,
    // the phone keeps notifying its owner
    markOnlineOnConnect: false,
    syncFullHistory: false,
    generateHighQualityLinkPreview: false,
    msgRetryCounterCache: caches.retries,
    userDevicesCache: caches.devices,
    callOfferCache: caches.calls,
    placeholderResendCache: caches.placeholders,
    cachedGroupMetadata: async (jid) => caches.groups.get<GroupMetadata>(jid),
    getMessage: async (key): Promise<proto.IMessage | undefined> => {
      const sent = key.id ? await orEnd(findSentMessage(services.db, held, key.id)) : null;
      return sent && !sent.hasMedia && sent.body !== null ? textContent(sent.body) : undefined;
    },
    ...(driver.name === 'simulator' ? { waWebSocketUrl: driver.url, fetchAgent: new PlainLoopbackAgent() } : {}),
  };
  /** What the database could not tell is not to be taken as answered. */
  async function orEnd<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      auth.onStoreFailure();
      throw error;
    }
  }
  const socket = makeWASocket(config);
  staging.watch(socket);
  keepOrder(socket, auth.placed);
  return socket;
}
