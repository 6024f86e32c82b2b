import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./styles.css', import.meta.url), 'utf8');

const onPage = ['paper', 'sunk', 'surface', 'raised'] as const;
const textPairs: readonly (readonly [text: string, ground: string])[] = [
  ...onPage.flatMap((ground) =>
    ['ink', 'quiet', 'brand', 'attention', 'good', 'danger'].map((text) => [text, ground] as const),
  ),
  ...['brand', 'attention', 'good', 'danger'].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    ['ink', `${tone}-soft`] as const,
  ]),
  ['quiet', 'brand-soft'],
  ['ink', 'line'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-deep'],
  ['on-attention', 'attention'],
  ['on-danger', 'danger'],
  ...['note-in', 'note-out'].flatMap((note) =>
    ['ink', 'quiet', 'read', 'danger', 'brand'].map((text) => [text, note] as const),
  ),
  ['ink', 'note-out-fold'],
  ['on-whatsapp', 'whatsapp'],
];
const tags = ['slate', 'blue', 'teal', 'green', 'amber', 'terracotta', 'berry', 'violet'].map((each) => `tag-${each}`);
const edges: readonly (readonly [edge: string, ground: string])[] = onPage.flatMap((ground) =>
  ['edge', ...tags].map((edge) => [edge, ground] as const),
);

describe.each(['light', 'dark'] as const)('the colours of the %s theme', (theme) => {
  it.each(textPairs)('keep %s readable on %s (4.5:1)', (text, ground) => {
    expect(contrast(token(text, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)('keep the %s of a control visible on %s (3:1)', (edge, ground) => {
    expect(contrast(token(edge, theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

function token(name: string, theme: 'light' | 'dark'): string {
  const value = new RegExp(`--color-${name}: ([^;]+);`).exec(css)?.[1];
  if (!value) throw new Error(`no colour is called ${name}`);
  const pair = /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(value);
  return (pair ? pair[theme === 'light' ? 1 : 2] : value) as string;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
