import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AnchorPort, AuditHead } from '@recado/core/kernel';

const FILE = /^anchors-\d{4}-\d{2}\.jsonl$/;
const FIRST = '0'.repeat(64);

/** A line: when, the heads as [workspace, place, link], and the digest of the line before, across the months. */
type Line = { at: string; heads: [string, number, string][]; former: string };

/**
 * Anchors as lines of a file for each month, readable by their owner only. A line names the digest of the one before it, so a line that was
 * changed or taken out of the middle shows; whoever must also know of the last ones copies the folder elsewhere, or reads the log.
 */
export function diskAnchors(folder: string): AnchorPort {
  const files = async (): Promise<string[]> => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .filter((name) => FILE.test(name))
      .sort()
      .map((name) => path.join(folder, name));
  };
  const lastDigest = async (): Promise<string> => {
    for (const file of (await files()).reverse()) {
      const last = (await readFile(file, 'utf8')).trimEnd().split('\n').at(-1);
      if (last) return digestOf(last);
    }
    return FIRST;
  };
  return {
    async append(heads, at) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const line: Line = {
        at: at.toISOString(),
        heads: heads.map(({ workspaceId, seq, link }) => [workspaceId, seq, link]),
        former: await lastDigest(),
      };
      const handle = await open(path.join(folder, `anchors-${line.at.slice(0, 7)}.jsonl`), 'a', 0o600);
      const { size } = await handle.stat();
      try {
        await handle.appendFile(`${JSON.stringify(line)}\n`);
        await handle.datasync();
      } catch (error) {
        // a part of a line would make nonsense of the next one
        await handle.truncate(size);
        throw error;
      } finally {
        await handle.close();
      }
    },
    async read(workspaceId) {
      const heads: (AuditHead & { at: string })[] = [];
      let former = FIRST;
      let isWhole = true;
      for (const file of await files()) {
        for await (const text of createInterface({
          input: createReadStream(file),
          crlfDelay: Number.POSITIVE_INFINITY,
        })) {
          if (text === '') continue;
          const line = parsed(text);
          if (line?.former !== former) isWhole = false;
          former = digestOf(text);
          for (const [of, seq, link] of line?.heads ?? [])
            if (of === workspaceId) heads.push({ workspaceId, seq, link, at: line?.at ?? '' });
        }
      }
      return { heads, isWhole };
    },
  };
}

const digestOf = (line: string): string => createHash('sha256').update(line).digest('hex');

function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}
