import Bowser from 'bowser';

/**
 * The families of browser and system and the kind of a device, in words people know. A session is bound to both families, which an
 * update of browser or system does not change; they are never a proof by themselves.
 */
export function describeDevice(userAgent: string): { browser: string; system: string; deviceType: string } {
  if (!userAgent) return { browser: 'Navegador', system: '', deviceType: 'desktop' };
  const parsed = Bowser.parse(userAgent.slice(0, 512));
  return {
    browser: plain(parsed.browser.name ?? 'Navegador'),
    system: plain(parsed.os.name ?? ''),
    deviceType: parsed.platform.type ?? 'desktop',
  };
}

// the names travel beside each other, separated by a bar
const plain = (name: string): string => name.replaceAll('|', '/');
