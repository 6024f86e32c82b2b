import type { WireBrowser } from './browser.ts';

type MessageRow = { id: string; status: string; direction: string };

/** What one open tab was told: the newest row of each message, and whether it ever had to begin anew. */
export type LiveReader = {
  readonly rows: ReadonlyMap<string, MessageRow>;
  resets(): number;
  stop(): Promise<void>;
};

/**
 * Keeps one live stream open as a tab does: resumes from its last cursor after every break, for as long as it runs. Nothing is read
 * besides the stream, so what it misses is missed.
 */
export function readLive(origin: string, browser: WireBrowser, workspaceId: string): LiveReader {
  const rows = new Map<string, MessageRow>();
  const stopping = new AbortController();
  let cursor: string | null = null;
  let resets = 0;

  const take = (block: string): void => {
    const event = /^event: (.*)$/m.exec(block)?.[1];
    const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') as {
      cursor?: string;
      changes?: { topic: string; row: MessageRow | null }[];
    };
    if (event === 'reset') resets += 1;
    for (const change of data.changes ?? [])
      if (change.topic === 'message' && change.row) rows.set(change.row.id, change.row);
    cursor = data.cursor ?? cursor;
  };
  async function once(): Promise<void> {
    const search = new URLSearchParams({ workspace: workspaceId, ...(cursor ? { cursor } : {}) });
    const response = await fetch(`${origin}/live?${search}`, {
      headers: {
        'sec-fetch-site': 'same-origin',
        'user-agent': browser.agent,
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      signal: stopping.signal,
    });
    if (!response.ok || !response.body) return;
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  }
  const running = (async () => {
    while (!stopping.signal.aborted) {
      // a server that was killed is no news: the tab comes back with its cursor
      await once().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    rows,
    resets: () => resets,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
