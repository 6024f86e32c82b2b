import Bowser from 'bowser';

// The parser answers words of the agent itself where it knows no name, and these names stand in mails: only those of this list do.
const BROWSERS = new Set(
  [
    'Chrome,Chromium,Microsoft Edge,Firefox,Safari,Opera,Opera Coast,Brave,Vivaldi,Samsung Internet for Android,Android Browser,Google Search',
    'DuckDuckGo,Yandex Browser,UC Browser,Huawei Browser,HeyTap Browser,Vivo Browser,MZ Browser,QQ Browser,QQ Browser Lite,Sogou Browser,WeChat',
    'NAVER Whale Browser,Amazon Silk,Puffin,Focus,LibreWolf,Pale Moon,SeaMonkey,K-Meleon,Epiphany,QupZilla,Maxthon,Sleipnir,Ladybird',
    'Internet Explorer,Electron,BlackBerry,WebOS Browser',
  ].flatMap((names) => names.split(',')),
);
const SYSTEMS = new Set(['Android', 'Chrome OS', 'HarmonyOS', 'iOS', 'Linux', 'macOS', 'Windows', 'Windows Phone']);
const KINDS = new Set(['desktop', 'mobile', 'tablet', 'tv']);

/**
 * The families of browser and system and the kind of a device, in words people know. A session is bound to both families, which an
 * update of browser or system does not change; they are never a proof by themselves.
 */
export function describeDevice(userAgent: string): { browser: string; system: string; deviceType: string } {
  if (!userAgent) return { browser: 'Navegador', system: '', deviceType: 'desktop' };
  const parsed = Bowser.parse(userAgent.slice(0, 512));
  return {
    browser: BROWSERS.has(parsed.browser.name ?? '') ? (parsed.browser.name as string) : 'Navegador',
    system: SYSTEMS.has(parsed.os.name ?? '') ? (parsed.os.name as string) : '',
    deviceType: KINDS.has(parsed.platform.type ?? '') ? (parsed.platform.type as string) : 'desktop',
  };
}
