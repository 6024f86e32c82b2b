import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const example = fs.readFileSync(path.join(ROOT, '.env.example'), 'utf8');

/** Every variable that a process reads: the keys of the schemas in `env.ts` files, and what the compose file takes. */
function declared(): string[] {
  const slices = fs.globSync(['packages/*/src/**/env.ts', 'apps/*/src/**/env.ts'], { cwd: ROOT });
  const names = slices.flatMap((file) =>
    [...fs.readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^\s+([A-Z][A-Z0-9]*_[A-Z0-9_]+): /gm)].map(
      ([, name]) => name as string,
    ),
  );
  const compose = fs.readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8');
  return [...new Set([...names, ...[...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name as string)])].sort();
}

const written = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name as string).sort();

test('.env.example lists every variable that a process reads, and no other', () => {
  const read = declared();
  expect(read.filter((name) => !written.includes(name))).toEqual([]);
  expect(written.filter((name) => !read.includes(name))).toEqual([]);
});

test('every variable comes once and with its meaning above it', () => {
  expect(written).toEqual([...new Set(written)]);
  const lines = example.split('\n');
  lines.forEach((line, index) => {
    if (!/^(?:# )?[A-Z][A-Z0-9_]+=/.test(line)) return;
    let above = index - 1;
    while (/^(?:# )?[A-Z][A-Z0-9_]+=/.test(lines[above] ?? '')) above -= 1;
    expect(lines[above], line).toMatch(/^# \w/);
  });
});
