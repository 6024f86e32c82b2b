import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createImport, proveImporter } from '@recado/core/imports';
import { importErrors } from '@recado/core/imports/contract';
import type { Ctx } from '@recado/core/kernel';
import { splitPhones } from '@recado/tables/judge';
import { openTable, type Row, TableError, tableLimits } from '@recado/tables/read';
import { countryOf, guessCountry, matchFields, recognise } from '@recado/tables/recognise';
import { afterProof } from '../after-proof.ts';

const SAMPLE = 200;
const SHOWN = 5;

/**
 * Takes a file of contacts as the raw body of a request, and says what was found in it. The caller's right is proved before the first byte; a file
 * that is none leaves nothing behind. Errors: imports.fileRefused {because}, imports.notEverything.
 */
export async function takeImport(ctx: Ctx, request: IncomingMessage, name: string): Promise<{ importId: string }> {
  const { number, fields } = await proveImporter(ctx, {});
  const refuse = (because: string) => importErrors.fileRefused({ because, field: 'file' });
  if (Number(request.headers['content-length'] ?? 0) > tableLimits.fileBytes) throw refuse('tooLarge');
  const folder = await mkdtemp(path.join(tmpdir(), 'recado-import-'));
  try {
    const at = path.join(folder, 'file');
    const hash = createHash('sha256');
    let bytes = 0;
    const check = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        if (bytes > tableLimits.fileBytes) done(refuse('tooLarge'));
        else done(null, chunk);
      },
    });
    await pipeline(request, check, createWriteStream(at, { mode: 0o600 }));
    const found = await lookInto(at, number ? (countryOf(number) ?? 'ES') : 'ES', fields).catch((error) => {
      throw error instanceof TableError ? refuse(error.fault) : error;
    });
    const sha256 = hash.digest('hex');
    await ctx.ports.storage.put(ctx.workspaceId, sha256, createReadStream(at));
    return await afterProof(createImport(ctx, { name: cleanName(name), sha256, bytes, ...found }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookInto(file: string, home: string, fields: readonly { id: string; label: string }[]) {
  const { format, encoding, delimiter, hasHeader, columns, rows } = await openTable(file);
  const sample: Row[] = [];
  for await (const piece of rows()) {
    sample.push(...piece.slice(0, SAMPLE - sample.length));
    if (sample.length >= SAMPLE) break;
  }
  if (sample.length === 0) throw new TableError('empty');
  const { product, mapping: known } = recognise(columns, sample);
  const mapping = matchFields(columns, known, fields);
  const numbers = sample.flatMap(({ cells }) =>
    mapping.flatMap((target, index) => (target === 'phone' ? splitPhones(cells[index] ?? '') : [])),
  );
  return {
    ...{ format, encoding, delimiter, hasHeader, columns, product },
    sample: sample.slice(0, SHOWN).map(({ cells }) => cells.map((cell) => cell.slice(0, 120))),
    mapping,
    country: guessCountry(numbers, home),
  };
}

const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being taken out
    .replace(/[\x00-\x1f\x7f/\\"]/g, '_')
    .slice(-200)
    .trim() || 'contactos';
