import fs from 'node:fs';
import { defineConfig } from '@playwright/test';

// written by `npm start`; the tests read more of it than the address
const runningFile = process.env.RECADO_RUNNING_FILE ?? '.data/running.json';
const running = JSON.parse(fs.readFileSync(runningFile, 'utf8')) as { urls: { web: string } };
process.env.RECADO_RUNNING_FILE = fs.realpathSync(runningFile);

const libraries = process.env.RECADO_CHROMIUM_LIBRARIES;
const fonts = process.env.RECADO_CHROMIUM_FONTS;
// the npm package's browser brings its own libraries and fonts; nobody else may load them
const env = Object.fromEntries(
  Object.entries({
    ...process.env,
    ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}),
    ...(fonts ? { FONTCONFIG_PATH: fonts } : {}),
  }).filter((entry): entry is [string, string] => entry[1] !== undefined),
);
const executablePath = process.env.RECADO_CHROMIUM;

export default defineConfig({
  testDir: 'apps/web/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: '.cache/playwright',
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['line'], ['json']],
  use: {
    baseURL: running.urls.web,
    locale: 'es-ES',
    timezoneId: 'Europe/Madrid',
    contextOptions: { reducedMotion: 'reduce' },
    // writing down every step costs a fifth of the run; RECADO_TRACE=1 does it for whoever looks for a fault
    trace: process.env.RECADO_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    // pages that live for seconds are not worth the two compilers that make long-lived code fast
    launchOptions: {
      args: ['--no-sandbox', '--js-flags=--no-turbofan --no-maglev'],
      env,
      ...(executablePath ? { executablePath } : {}),
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    // what no screen's width changes runs once
    {
      name: 'phone',
      grepInvert: /@any-width/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});
