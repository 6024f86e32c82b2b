import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tableLimits } from './table.ts';

/**
 * The texts that a workbook's cells point at. They are kept as bytes in few buffers, since a million of JavaScript's strings would take five
 * times their length; beyond a bound they wait in a file of their own.
 */
export class SharedStrings {
  readonly #blocks: Buffer[] = [];
  #block = Buffer.alloc(0);
  #used = 0;
  #size = 0;
  #ends = new Float64Array(1024);
  #count = 0;
  #spill: { folder: string; fd: number } | null = null;
  readonly #bound: number;

  constructor(bound: number = tableLimits.stringBytes) {
    this.#bound = bound;
  }

  get count(): number {
    return this.#count;
  }

  get isSpilled(): boolean {
    return this.#spill !== null;
  }

  add(text: string): void {
    // a cell that is longer than any may be is told by its first letters
    const bytes = Buffer.from(text.length > tableLimits.cellChars ? text.slice(0, tableLimits.cellChars + 1) : text);
    if (this.#count === this.#ends.length) {
      const longer = new Float64Array(this.#ends.length * 2);
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#write(bytes);
    this.#size += bytes.length;
    this.#ends[this.#count++] = this.#size;
  }

  get(index: number): string | null {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return null;
    const from = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    const length = (this.#ends[index] ?? 0) - from;
    if (length === 0) return '';
    if (this.#spill) {
      this.#flush();
      const bytes = Buffer.allocUnsafe(length);
      readSync(this.#spill.fd, bytes, 0, length, from);
      return bytes.toString();
    }
    const block = this.#blocks[Math.floor(from / BLOCK)];
    const at = from % BLOCK;
    if (block && at + length <= BLOCK) return block.toString('utf8', at, at + length);
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const place = from + done;
      const part = this.#blocks[Math.floor(place / BLOCK)] as Buffer;
      done += part.copy(bytes, done, place % BLOCK, Math.min(BLOCK, (place % BLOCK) + length - done));
    }
    return bytes.toString();
  }

  close(): void {
    if (!this.#spill) return;
    closeSync(this.#spill.fd);
    rmSync(this.#spill.folder, { recursive: true, force: true });
    this.#spill = null;
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      if (this.#used === this.#block.length) this.#next();
      const copied = bytes.copy(this.#block, this.#used, done);
      this.#used += copied;
      done += copied;
    }
  }

  #next(): void {
    if (!this.#spill && this.#blocks.length * BLOCK >= this.#bound) {
      const folder = mkdtempSync(path.join(tmpdir(), 'recado-strings-'));
      this.#spill = { folder, fd: openSync(path.join(folder, 'strings'), 'w+', 0o600) };
      for (const block of this.#blocks) writeSync(this.#spill.fd, block);
      this.#blocks.length = 0;
    } else if (this.#spill) this.#flush();
    this.#block = Buffer.alloc(BLOCK);
    this.#used = 0;
    if (!this.#spill) this.#blocks.push(this.#block);
  }

  #flush(): void {
    if (!this.#spill || this.#used === 0) return;
    writeSync(this.#spill.fd, this.#block, 0, this.#used);
    this.#block = this.#block.subarray(this.#used);
    this.#used = 0;
  }
}

const BLOCK = 1024 * 1024;
