/** Numbers and mail go before they leave the browser, by bot/privacy/masking.py; the server knows more shapes. */

const D0 = "[0Oo]", D1 = "[1lI]", D = "[\\dOolI]";
const DAY = `(?:${D0}[1-9lI]|[1-2lI]${D}|3[01OolI]|6[1-9lI]|[78]${D}|9[01OolI])`;
const MONTH = `(?:${D0}[1-9lI]|${D1}[0-2OolI])`;
const DASHES = "\\-‐‑‒–—−";
const GAP = `(?:[\\s.${DASHES}\\/]|\\s\\s)?`;
const WORD = "[\\p{L}\\p{N}_]";

const CPR = new RegExp(
  `(?<!\\d)(?:(?=\\d)|\\b)${DAY}${GAP}${MONTH}${GAP}(?:${D}${D}[\\s.,:_${DASHES}\\/]{0,3}|(?:19|20)${D}${D}\\s?[${DASHES}]\\s?)` +
  `(?:${D}|[xX*]){2}\\s?(?:${D}|[xX*]){2}(?!\\d|\\s*(?:kr|,-))|` +
  `(?<!\\d)[0-3] \\d [01] \\d \\d \\d[ ${DASHES}]{1,3}\\d \\d \\d \\d(?!\\d)`, "gu");
const EMAIL = new RegExp(
  `(?:${WORD}|[.+\\-])+\\s?(?:@|\\(at\\)|\\[at\\]|(?<!${WORD})snabel-?a(?!${WORD}))\\s?(?:${WORD}|-)+(?:\\.(?:${WORD}|-)+)+`, "giu");
const YEARS = "(?:19|20)\\d\\d\\s?[ –\\/\\-]\\s?(?:19|20)\\d\\d(?!\\d)";
const ISO_DATE = "(?:19|20)\\d\\d[\\-.](?:0[1-9]|1[0-2])[\\-.](?:0[1-9]|[12]\\d|3[01])(?!\\d)";
const DANISH_DATE = "(?:0[1-9]|[12]\\d|3[01])[\\-. ]?(?:0[1-9]|1[0-2])[\\-. ]?(?:19|20)\\d\\d(?!\\d)";
const PHONE = new RegExp(
  `(?<![\\d.,\\/+x\\-])(?!${YEARS}|${ISO_DATE}|${DANISH_DATE})(?:(?:\\+|00)45[ \\-]?)?` +
  "(?:[2-9]\\d(?:[ .\\-]?\\d\\d){3}|[2-9]\\d \\d{3} \\d{3}|[2-9]\\d\\d \\d\\d \\d{3})" +
  "(?![\\d_<]|-\\d|[.,]\\d|\\s*(?:kr|,-|timer|uger|dage|aar|år))", "gu");
const FOREIGN_PHONE = new RegExp(`(?<!${WORD})\\+(?!45)\\d{1,3}[ \\-]?\\d(?:[ \\-]?\\d){6,11}(?!\\d)`, "gu");
const CASE_NUMBER = new RegExp(
  `(?<!${WORD})(?:(?:sags?|journal|faktura|kreditor|kunde|konto|ordre|vare|serie|bestillings?|kvitterings?|j\\.?)[ \\-]?(?:nr|nummer|id)\\.?|` +
  `cvr(?:[ \\-]?(?:nr|nummer)\\.?)?|se-?nr\\.?|ean|${WORD}*kort(?:et)?|faktura|sag(?:en)?|ordre|fil|fejlkode)[: ]{0,2}(?:er )?$`, "iu");
export const STAND_IN = { mail: "[mailadresse fjernet]", cpr: "[CPR-nummer fjernet]", telefon: "[telefonnummer fjernet]" };
const SHAPES = [["mail", EMAIL], ["cpr", CPR], ["telefon", FOREIGN_PHONE], ["telefon", PHONE]];

export function mask(text, only = Object.keys(STAND_IN)) {
  const kinds = new Set();
  for (const [kind, shape] of SHAPES.filter(([kind]) => only.includes(kind))) {
    text = text.replace(shape, (found, offset, whole) => {
      if (kind === "telefon" && CASE_NUMBER.test(whole.slice(0, offset))) return found;
      kinds.add(kind);
      return STAND_IN[kind];
    });
  }
  return { text, kinds: [...kinds] };
}
