import { expect, test } from 'vitest';
import { renderLinkNotice } from './render-link-notice.ts';

const house = { product: 'Recado', publicUrl: 'https://app.example', codeMinutes: 10 };
const notice = { workspace: 'Taller Sol', waiting: 3, linkId: 'l1', conversationId: 'c1', offToken: 'k1.t' };

test('a notice on WhatsApp says how many wait and where, with the way in, and the way out behind the mark', () => {
  expect(renderLinkNotice({ ...notice, locale: 'es' }, house)).toBe(
    'Hay 3 conversaciones que esperan respuesta en Taller Sol. Ábrelas desde el dispositivo en el que ya usas tu acceso:\n\nhttps://app.example/w/l1?c=c1\n\nPara no recibir más avisos: https://app.example/w/l1/off#k1.t',
  );
  expect(renderLinkNotice({ ...notice, waiting: 1, locale: 'en' }, house)).toContain(
    'Somebody waits for an answer at Taller Sol. Open the conversation on the device',
  );
});
