import { expect, it } from 'vitest';
import { visitorAssets } from './visitor-page.ts';

it('sends a visitor at most 30 kB of script and 150 kB in all, with nothing left that a browser cannot read', () => {
  const { assets } = visitorAssets();
  expect(assets['page.js'].br.length).toBeLessThanOrEqual(30_000);
  expect(assets['page.js'].br.length + assets['page.css'].br.length).toBeLessThanOrEqual(100_000);
  expect(assets['page.js'].text).not.toMatch(/\bimport\b/);
});
