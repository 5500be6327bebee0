/**
 * Text as rules read it. `tidy` keeps what the customer wrote (case, script) and cleans the form; `normalise` goes on to
 * lower case and simplified characters without moving a single position, so a span found in one can be cut out of the other.
 */

const INVISIBLE = /\p{Cc}|\p{Cf}|[\u{fe00}-\u{fe0f}]|\u{20e3}/gu
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]+/gu
/** Answers that are nothing but a thumb. */
const THUMBS_UP = /^\s*(?:[👍👌✅🆗✔]\p{Emoji_Modifier}?\ufe0f?\s*)+$/u
const THUMBS_DOWN = /^\s*(?:[👎❌🙅]\p{Emoji_Modifier}?\ufe0f?\s*)+$/u
const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4`]/g
const DASHES = /[\u2010-\u2015\u2212]/g
const PLAIN = /^[\x20-\x7e]*$/

/** Characters of this trade that differ between the scripts, traditional then simplified. Not a dictionary. */
const PAIRS =
  '電电話话機机冰冰櫃柜調调風风熱热氣气預预約约師师傅傅門门維维壞坏漏漏煙烟燒烧煤煤開开關关啟启動动響响聲声噪噪音音濕湿乾干涼凉凍冻結结霜霜' +
  '滿满評评價价級级訴诉轉转請请問问謝谢對对錯错號号碼码個个這这裡里裏里哪哪還还沒没有有嗎吗麼么為为時时間间後后來来過过們们幾几點点' +
  '週周禮礼晝昼買买賣卖費费錢钱單单訂订購购發发票票廠厂牌牌檢检查查換换修修換换洗洗衣衣螢萤幕幕顯显現现閃闪燈灯螺螺線线插插頭头總总壓压' +
  '縮缩頻频濾滤網网遙遥應应該该說说誰谁幫帮給给讓让會会從从進进遠远邊边樓楼層层區区縣县鎮镇鄉乡號号廣广東东龍龙陽阳雲云島岛灣湾張张' +
  '劉刘陳陈楊杨趙赵吳吴孫孙馬马鄭郑許许鄧邓馮冯蔣蒋蘇苏葉叶閻阎餘余潘潘盧卢羅罗鐘钟譚谭陸陆韓韩嚴严賴赖藍蓝顧顾賈贾龔龚' +
  '異异臭臭觸触觸触麻麻燙烫爆爆炸炸鬆松墜坠危危險险緊紧漲涨脹胀劇剧斷断連连續续復复雙双態态況况確确認认選选擇择刪删變变更更舊旧' +
  '無无與与兩两隻只張张場场東东緩缓慢慢傳传達达實实際际數数據据質质證证記记錄录員员務务滿满極极糟糟嗆呛洩泄溼湿製制鬧闹靜静' +
  '簡简體体繁繁聯联繫系絡络貨货運运輸输裝装設设備备試试測测暈晕噁恶嘔呕滲渗濺溅繞绕纏缠蓋盖閥阀龜龟裂裂彎弯鎖锁鑰钥匙匙搖摇晃晃'

const SIMPLIFIED = new Map<string, string>()
for (let i = 0; i + 1 < PAIRS.length; i += 2) {
  const from = PAIRS.charAt(i)
  const to = PAIRS.charAt(i + 1)
  if (from !== to) SIMPLIFIED.set(from, to)
}
const TRADITIONAL = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`, 'g')

/** One line without emoji, invisible characters or full-width forms; spaces single, quotes and dashes plain. */
export function tidy(text: string): string {
  if (PLAIN.test(text)) return text.replace(/ {2,}/g, ' ').trim()
  if (THUMBS_UP.test(text)) return 'ok'
  if (THUMBS_DOWN.test(text)) return 'no'
  return text
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(EMOJI, ' ')
    .replace(APOSTROPHES, "'")
    .replace(DASHES, '-')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** A tidy text in lower case and simplified characters; every position stays where it was. */
export function fold(tidied: string): string {
  if (PLAIN.test(tidied)) return tidied.toLowerCase()
  return tidied.replace(/\p{Lu}/gu, lower).replace(TRADITIONAL, character => SIMPLIFIED.get(character) ?? character)
}

function lower(character: string): string {
  const small = character.toLowerCase()
  return small.length === character.length ? small : character
}

export function normalise(text: string): string {
  return fold(tidy(text))
}

const HAN = /\p{Script=Han}/u

/** Whether a Chinese character stands in the text. */
export function hasHan(text: string): boolean {
  return HAN.test(text)
}
