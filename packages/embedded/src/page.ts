const STYLE = `
:root{color-scheme:light dark;--paper:#FBF8F3;--surface:#FFFFFF;--ink:#1B2330;--quiet:#5B6472;--line:#E7E1D6;--brand:#2746C7;--danger:#B3264A}
@media (prefers-color-scheme:dark){:root{--paper:#12151B;--surface:#1A1F28;--ink:#ECE7DD;--quiet:#A7AEBB;--line:#2B313C;--brand:#8EA2FF;--danger:#F08AA4}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/24px "Instrument Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:860px;margin:0 auto;padding:32px 20px 64px}h1{font:400 32px/40px "Instrument Serif",Georgia,serif;margin:0 0 4px}
p{margin:0 0 24px;color:var(--quiet)}a{color:var(--brand)}ul{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 16px;padding:12px 4px;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}
li a:hover strong,li a:focus-visible strong{color:var(--brand)}li span,time{color:var(--quiet);font-size:13px;line-height:18px}strong{font-weight:600;overflow-wrap:anywhere}
button{font:inherit;color:var(--danger);background:none;border:1px solid var(--line);border-radius:10px;padding:6px 14px;cursor:pointer}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:10px;background:#fff;margin:16px 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:16px;font:13px/20px ui-monospace,monospace}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:16px 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}form{display:inline}
.ask{display:grid;gap:16px;max-width:420px}.ask label{display:grid;gap:4px;font-weight:600}.ask label.tick{grid-template-columns:auto 1fr;gap:0 10px;align-items:start;font-weight:400}
.ask input:not([type=checkbox]){font:inherit;font-weight:400;color:inherit;background:var(--surface);border:1px solid var(--quiet);border-radius:10px;padding:8px 12px;min-height:44px;width:100%}
.ask input[type=checkbox]{width:20px;height:20px;margin:2px 0}.ask button{color:var(--ink);min-height:44px}.ask button.first{color:var(--paper);background:var(--brand);border-color:var(--brand);font-weight:600}
nav{display:flex;justify-content:space-between;align-items:center;margin-bottom:24px}`;

/** A page of one of the helpers of this machine, in the colours of the product. `body` is HTML. */
export function page(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${head}<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

/** A text as it may stand in HTML. */
export function escaped(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => named[sign] as string);
}
