/** What the search is tried with. Their shares are of messages; `old` is said in the oldest fifth only. */
export const TERMS = {
  common: 'pedido',
  rare: 'gamuza',
  absent: 'zurcefrenos',
  old: 'antigualla',
  two: 'ma',
  rareName: 'Zenobia',
} as const;

const SHARES = { common: 0.03, rare: 1 / 1_500, old: 0.05 };
const OLD = 0.2;
const WORDS = 12_000;

const EVERYDAY =
  'hola gracias buenas tardes días quiero saber precio cuánto cuesta tienen disponible mañana hoy envío dirección calle número casa tienda factura pago tarjeta transferencia talla color azul negro blanco grande pequeño reserva mesa personas hora cita médico coche garantía devolución cambio cuando puede por favor confirmar gracias espero respuesta urgente también todavía después'.split(
    ' ',
  );
const SYLLABLES =
  'ba be bi bo bu ca ce co cu da de di do fa fi fo ga go gu ja jo la le li lo lu ma me mi mo mu na ne ni no pa pe pi po ra re ri ro sa se si so su ta te ti to va ve vi vo za zo'.split(
    ' ',
  );

const vocabulary = Array.from({ length: WORDS }, (_, n) => {
  if (n < EVERYDAY.length) return EVERYDAY[n] as string;
  let word = '';
  for (let left = n * 7_919; word.length < 6 || left > 0; left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length];
  return word;
});

/** A text of four to fourteen words, the frequent ones far more often; `age` is 0 for the oldest message and 1 for the newest. */
export function wordsOf(random: () => number, age: number): string {
  const many = 4 + Math.floor(random() * 11);
  let text = '';
  for (let n = 0; n < many; n += 1) text += `${vocabulary[Math.floor(WORDS ** random()) - 1]} `;
  if (random() < SHARES.common) text += `${TERMS.common} `;
  if (random() < SHARES.rare) text += `${TERMS.rare} `;
  if (age < OLD && random() < SHARES.old) text += `${TERMS.old} `;
  return text.trimEnd();
}
