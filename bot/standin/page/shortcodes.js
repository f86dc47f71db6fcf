// @ts-check
/** The names by which emoji are written between colons: the common ones of Unicode, and a server's own. */

/** In the order in which they are offered. */
export const SHORTCODES = new Map([
  ["thumbsup", "👍"], ["thumbsdown", "👎"], ["thinking", "🤔"], ["heart", "❤️"], ["joy", "😂"], ["open_mouth", "😮"], ["cry", "😢"], ["rage", "😡"],
  ["tada", "🎉"], ["fire", "🔥"], ["white_check_mark", "✅"], ["x", "❌"], ["eyes", "👀"], ["pray", "🙏"], ["bulb", "💡"], ["star", "⭐"], ["rocket", "🚀"],
  ["clap", "👏"], ["100", "💯"], ["green_circle", "🟢"], ["red_circle", "🔴"], ["yellow_circle", "🟡"], ["white_circle", "⚪"], ["question", "❓"],
  ["exclamation", "❗"], ["newspaper", "📰"], ["bookmark", "🔖"], ["pushpin", "📌"], ["speech_balloon", "💬"], ["scales", "⚖️"], ["earth_africa", "🌍"],
  ["sunny", "☀️"], ["slight_smile", "🙂"], ["neutral_face", "😐"], ["slight_frown", "🙁"], ["partying_face", "🥳"], ["sleeping", "😴"],
  ["handshake", "🤝"], ["muscle", "💪"], ["thread", "🧵"], ["smile", "😄"], ["grin", "😁"], ["wink", "😉"], ["blush", "😊"], ["sunglasses", "😎"],
  ["heart_eyes", "😍"], ["sob", "😭"], ["scream", "😱"], ["shrug", "🤷"], ["facepalm", "🤦"], ["wave", "👋"], ["ok_hand", "👌"], ["raised_hands", "🙌"],
  ["point_up", "☝️"], ["point_right", "👉"], ["broken_heart", "💔"], ["sparkles", "✨"], ["warning", "⚠️"], ["no_entry", "⛔"], ["lock", "🔒"],
  ["key", "🔑"], ["bell", "🔔"], ["calendar", "📅"], ["clock3", "🕒"], ["hourglass", "⌛"], ["mag", "🔍"], ["link", "🔗"], ["pencil", "📝"], ["book", "📖"],
  ["books", "📚"], ["chart_with_upwards_trend", "📈"], ["chart_with_downwards_trend", "📉"], ["bar_chart", "📊"], ["moneybag", "💰"], ["euro", "💶"],
  ["dollar", "💵"], ["house", "🏠"], ["office", "🏢"], ["factory", "🏭"], ["hospital", "🏥"], ["school", "🏫"], ["ship", "🚢"], ["airplane", "✈️"],
  ["train", "🚆"], ["red_car", "🚗"], ["bike", "🚲"], ["anchor", "⚓"], ["ocean", "🌊"], ["snowflake", "❄️"], ["cloud", "☁️"], ["zap", "⚡"],
  ["rainbow", "🌈"], ["seedling", "🌱"], ["evergreen_tree", "🌲"], ["dog", "🐶"], ["cat", "🐱"], ["bird", "🐦"], ["fish", "🐟"], ["coffee", "☕"],
  ["pizza", "🍕"], ["beer", "🍺"], ["cake", "🍰"], ["soccer", "⚽"], ["trophy", "🏆"], ["medal", "🏅"], ["musical_note", "🎵"], ["art", "🎨"],
  ["microscope", "🔬"], ["telescope", "🔭"], ["pill", "💊"], ["syringe", "💉"], ["computer", "💻"], ["iphone", "📱"], ["tv", "📺"], ["camera", "📷"],
  ["mailbox", "📫"], ["package", "📦"], ["flag_white", "🏳️"], ["arrow_up", "⬆️"], ["arrow_down", "⬇️"], ["heavy_plus_sign", "➕"],
  ["heavy_minus_sign", "➖"], ["scissors", "✂️"], ["robot", "🤖"],
]);

/** How a server's own emoji stands in a text. @param {any} emoji */
export function customMark(emoji) {
  return `<${emoji.animated ? "a" : ""}:${emoji.name}:${emoji.id}>`;
}
