import type { Language } from './texts.ts';
import { textsIn } from './texts.ts';

const STYLE = `
:root{color-scheme:light dark;--paper:#FBF8F3;--surface:#FFFFFF;--ink:#1B2330;--quiet:#5B6472;--line:#E7E1D6;--edge:#7D8590;--brand:#2746C7;--danger:#B3264A;--mark:#FFE9B8;--marked:#3D2C00}
@media (prefers-color-scheme:dark){:root{--paper:#12151B;--surface:#1A1F28;--ink:#ECE7DD;--quiet:#A7AEBB;--line:#2B313C;--edge:#7C8494;--brand:#8EA2FF;--danger:#F08AA4;--mark:#4A3A0C;--marked:#FFE9B8}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/24px system-ui,sans-serif;font-variant-numeric:tabular-nums}
.mark{background:var(--mark);color:var(--marked);padding:8px 20px;text-align:center;font-size:14px;margin:0}
main{max-width:560px;margin:0 auto;padding:24px 20px 64px}h1{font-size:26px;line-height:34px;margin:0 0 16px}h2{font-size:18px;margin:32px 0 8px}
table{width:100%;border-collapse:collapse}td,th{padding:6px 0;text-align:left;font-weight:400;vertical-align:top}td:last-child{text-align:right;white-space:nowrap;padding-left:16px}
tr.sum>*{font-weight:650;border-top:1px solid var(--line)}form{margin:0}
.fields{display:grid;gap:14px;margin-top:20px}label{display:grid;gap:4px;font-weight:600}
input,select{font:inherit;font-weight:400;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:10px;padding:8px 12px;min-height:44px;width:100%}
button,a.button{display:inline-block;font:inherit;color:var(--ink);background:none;border:1px solid var(--edge);border-radius:10px;padding:9px 16px;min-height:44px;cursor:pointer;text-decoration:none}
button.first{color:var(--paper);background:var(--brand);border-color:var(--brand);font-weight:650;width:100%}a{color:var(--brand)}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px}.wrong{color:var(--danger);border:1px solid var(--danger);border-radius:10px;padding:10px 14px;margin:16px 0}
.quiet{color:var(--quiet)}.row{display:flex;gap:8px;align-items:end}.row>label{flex:1}ul{list-style:none;margin:0;padding:0}li{display:flex;flex-wrap:wrap;gap:8px;justify-content:space-between;align-items:center;padding:10px 0;border-bottom:1px solid var(--line)}`;

/** A text as it may stand in HTML. */
export const escaped = (text: string): string => {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => named[sign] as string);
};

/** A page of the simulator. `body` is HTML. */
export const layout = (language: Language, title: string, body: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><p class="mark">${textsIn(language).mark}</p><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

export type Field = {
  name: string;
  label: string;
  value?: string | null;
  kind?: string;
  needed?: boolean;
  fills?: string;
};

export const field = ({ name, label, value, kind = 'text', needed = false, fills }: Field): string =>
  `<label>${escaped(label)}<input name="${name}" type="${kind}" value="${escaped(value ?? '')}"${needed ? ' required' : ''}${fills ? ` autocomplete="${fills}"` : ''}></label>`;

export const choice = (
  name: string,
  label: string,
  options: [value: string, text: string][],
  chosen: string | null,
): string =>
  `<label>${escaped(label)}<select name="${name}">${options
    .map(
      ([value, text]) =>
        `<option value="${escaped(value)}"${value === chosen ? ' selected' : ''}>${escaped(text)}</option>`,
    )
    .join('')}</select></label>`;

/** Names of countries that a form offers, in its language. */
export function countries(language: Language): [value: string, text: string][] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const codes =
    'AR AT BE BG BO BR CH CL CO CR CY CZ DE DK EC EE ES FI FR GB GR GT HR HU IE IT LT LU LV MT MX NL NO PA PE PL PT PY RO SE SI SK US UY VE';
  return codes
    .split(' ')
    .map((code): [string, string] => [code, names.of(code) ?? code])
    .sort(([, a], [, b]) => a.localeCompare(b, language));
}
