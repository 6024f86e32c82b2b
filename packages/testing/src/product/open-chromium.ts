import { type Browser, chromium } from '@playwright/test';

/** Where a Chromium is, as scripts/chromium.ts answers it. */
export type FoundChromium = {
  RECADO_CHROMIUM?: string;
  RECADO_CHROMIUM_LIBRARIES?: string;
  RECADO_CHROMIUM_FONTS?: string;
};

/** Starts the Chromium that was found, with the libraries and fonts that were fetched for it. */
export async function openChromium(found: FoundChromium, args: string[] = []): Promise<Browser> {
  const env = Object.fromEntries(
    Object.entries({
      ...process.env,
      ...(found.RECADO_CHROMIUM_LIBRARIES && { LD_LIBRARY_PATH: found.RECADO_CHROMIUM_LIBRARIES }),
      ...(found.RECADO_CHROMIUM_FONTS && { FONTCONFIG_PATH: found.RECADO_CHROMIUM_FONTS }),
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return await chromium.launch({ executablePath: found.RECADO_CHROMIUM, args: ['--no-sandbox', ...args], env });
}
