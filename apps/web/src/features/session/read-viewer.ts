import type { DraftKey, SessionEnd, Viewer } from '@recado/core/identity/contract';
import { headers } from 'next/headers';
import { cache } from 'react';
import type { WebServices } from '../../server/services.ts';
import { endOf } from './session-over.ts';

// the process that serves the pages leaves its services here; pages never open the database themselves
function services(): WebServices {
  const found = (globalThis as { __recado?: WebServices }).__recado;
  if (!found) throw new Error('pages are served by the web process, which sets its services first');
  return found;
}

/** Who opened this page, or why nobody did. Asked once a request; every call of theirs proves the session again. */
export const readViewer = cache(
  async (): Promise<{ viewer: Viewer | null; draftKeys: DraftKey[]; end: (SessionEnd & { code: string }) | null }> => {
    const sent = await headers();
    const {
      viewer,
      draftKeys = [],
      ended,
    } = await services().resolveViewer({
      cookie: sent.get('cookie'),
      userAgent: sent.get('user-agent'),
    });
    return { viewer, draftKeys, end: ended ? endOf(ended) : null };
  },
);

/** What this installation tells every page about itself. Read with the request, so that no page is built without it. */
export async function readPublicConfig(): Promise<PublicConfig> {
  await headers();
  return services().config;
}

/** What is sold now, and how somebody new begins. */
export async function readOffer(): Promise<Awaited<ReturnType<WebServices['readOffer']>>> {
  await headers();
  return await services().readOffer();
}

export type PublicConfig = WebServices['config'];
