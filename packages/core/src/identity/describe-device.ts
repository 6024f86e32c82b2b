import Bowser from 'bowser';

/** The browser, system and kind of a device in words people know; a hint for its owner, never a proof. */
export function describeDevice(userAgent: string): { browser: string; system: string; deviceType: string } {
  if (!userAgent) return { browser: 'Navegador', system: '', deviceType: 'desktop' };
  const parsed = Bowser.parse(userAgent.slice(0, 512));
  return {
    browser: parsed.browser.name ?? 'Navegador',
    system: parsed.os.name ?? '',
    deviceType: parsed.platform.type ?? 'desktop',
  };
}
