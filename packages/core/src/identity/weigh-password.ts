import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { judgePassword, ownWords, type PasswordVerdict } from './rules.ts';

/** Words that people who speak Spanish begin passwords with, and that the list of leaked ones is thin in. */
const OURS =
  'contraseña,contrasena,micontraseña,clave,whatsapp,recado,bienvenido,bienvenida,holahola,teamomucho,tequiero,administrador,negocio,empresa,cliente,clientes,españa,mexico,argentina,colombia'.split(
    ',',
  );
/** Beyond this nobody's password becomes easier to guess, and the estimate takes longer. It is made on the thread of everybody's requests. */
const EXAMINED = 64;
/** As many words of the person's own, none of them longer: they are the caller's, and each is sought under every disguise. */
const WORDS = 24;
const WORD_LENGTH = 32;
const DISGUISES = 16;
/** Of five: what takes 10^8 guesses, each of which costs a slow hash. */
const ENOUGH = 3;

let estimator: ZxcvbnFactory | null = null;

/**
 * Whether a password can be kept: not among the tens of thousands that leaked most, nor one of them dressed up, not one thing repeated, not
 * made of the person's own name, address or business (`context`). Decided here, without asking anybody: the lists come along.
 */
export function weighPassword(password: string, context: string[]): PasswordVerdict {
  const seen = judgePassword(password, context);
  if (!seen.ok) return seen;
  estimator ??= new ZxcvbnFactory({
    dictionary: { leaked: dictionary['passwords-common'], ours: OURS },
    graphs: adjacencyGraphs,
    maxLength: EXAMINED,
    l33tMaxSubstitutions: DISGUISES,
  });
  const { score, sequence } = estimator.check(
    password.normalize('NFKC').toLowerCase().slice(0, EXAMINED),
    [...new Set(ownWords(context))].filter((word) => word.length <= WORD_LENGTH).slice(0, WORDS),
  );
  if (score >= ENOUGH) return { ok: true };
  const from = sequence.map((part) => ('dictionaryName' in part ? part.dictionaryName : part.pattern));
  if (from.includes('userInputs')) return { ok: false, because: 'context' };
  if (from.some((name) => name === 'leaked' || name === 'ours')) return { ok: false, because: 'common' };
  return { ok: false, because: from.includes('repeat') ? 'repeated' : 'guessable' };
}
