import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'Tôi ghi nhớ những gì bạn kể về mình. /memories cho xem, /forget xóa đi, /memory off dừng lại.',
  help: '/memories cho xem những gì tôi nhớ về bạn. /remember VĂN BẢN, /edit 3 VĂN BẢN và /forget 3 thay đổi chúng.\n/memory off dừng lại, /private tạm nghỉ ở đây.\n/export đưa bạn mọi thứ tôi lưu về bạn, /delete_me xóa tất cả.',
  reset: 'Những gì tôi nhớ về bạn vẫn còn: /memories.',
  empty: 'Tôi chưa nhớ gì về bạn. /remember VĂN BẢN lưu một điều.',
  kinds: {
    profile: 'Về bạn',
    fact: 'Sự việc',
    event: 'Sự kiện',
  },
  earlier: 'Không còn đúng, giữ làm lịch sử',
  inGroup: 'nói trong nhóm',
  passages: (count) => `Tin nhắn cũ của bạn mà tôi có thể tra lại: ${count}`,
  page: (number, of) => `Trang ${number} trên ${of}. Trang khác: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 xóa số 3, /edit 3 VĂN BẢN sửa số đó.',
  rememberHow: 'Hãy cho tôi biết cần nhớ điều gì, ví dụ: /remember Tôi dị ứng với các loại hạt',
  tooLong: (charactersMax) => `Điều đó quá dài để nhớ. Xin dùng tối đa ${charactersMax} ký tự.`,
  full: 'Tôi không thể nhớ thêm về bạn. /memories cho thấy điều gì có thể bỏ.',
  saved: (text, number) => `Đã lưu: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Điều đó tôi đã biết: ${text} (/forget ${number})`,
  notKept: {
    off: 'Tôi chưa lưu điều này: bộ nhớ đang tắt. /memory on bật lại.',
    private: 'Tôi chưa lưu điều này: chế độ riêng tư đang bật ở đây. /private off kết thúc.',
  },
  editHow: 'Gửi số và nội dung mới, ví dụ: /edit 3 Tôi sống ở Bergen',
  edited: (text, number) => `Đã sửa: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `Không có gì ở số ${number}, hoặc không còn nữa. /memories cho xem những gì đang có.`,
  forgetHow: 'Tôi nên quên điều gì? /forget 3, /forget Oslo hoặc /forget all. /memories cho xem các số.',
  forgotten: (numbers) => `Đã quên: ${numbers}. Tôi sẽ không dùng hay học lại điều đó.`,
  forgottenMessages: (count) => `Tin nhắn cũ có nhắc đến và tôi không xem lại nữa: ${count}`,
  whichOne: 'Ý bạn là điều nào? Hãy gửi /forget kèm số:',
  nothingFound: 'Tôi không nhớ điều gì như vậy.',
  forgetAllConfirm: (count) =>
    `Tôi có nên quên mọi điều tôi nhớ về bạn (${count}) và không xem lại những gì đã nói đến giờ? Nếu có, hãy gửi: /forget all yes`,
  forgottenAll:
    'Xong. Tôi đã quên mọi điều tôi nhớ về bạn, và không xem lại những gì đã nói đến giờ. Nếu muốn tôi nhớ lại điều gì: /remember VĂN BẢN.',
  used: 'Từ bộ nhớ, câu trả lời gần nhất của tôi ở đây đã dùng:',
  usedNone: 'Câu trả lời gần nhất của tôi ở đây không dùng điều gì tôi nhớ về bạn.',
  usedGone: 'Nó cũng dùng một điều mà nay đã quên.',
  state: {
    on: 'Bộ nhớ đang bật. /memory off dừng lại và giữ những gì đang có.',
    off: 'Bộ nhớ đang tắt: tôi không học và không dùng gì từ đó. Những gì đang có vẫn được giữ. /memory on bật lại. Tôi vẫn thấy cuộc trò chuyện này cho đến khi bạn gửi /reset.',
    never: 'Người quản lý bot này đã tắt bộ nhớ.',
  },
  private: {
    on: 'Chế độ riêng tư đang bật ở đây: tôi không học gì và không dùng điều đã nhớ. /private off kết thúc; sau đó tôi không xem lại những gì đã nói trong lúc ấy.',
    off: 'Chế độ riêng tư đang tắt ở đây. Tôi không xem lại những gì đã nói trong đó.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Tôi có nên xóa vĩnh viễn mọi thứ về bạn ở đây? Tin nhắn: ${messages}, điều đã nhớ: ${memories}, hình ảnh: ${pictures}. Nếu có, hãy gửi: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Mọi thứ về bạn ở đây đang được xóa. Tin nhắn: ${messages}, điều đã nhớ: ${memories}, hình ảnh: ${pictures}. Nếu bạn viết lại, tôi sẽ không biết bạn.`,
  shared: 'Nhiều người viết dưới tên này, nên tôi không nhớ gì về nó.',
  answeredInPrivate: 'Tôi đã trả lời bạn trong cuộc trò chuyện riêng.',
  askInPrivate: 'Hãy hỏi tôi điều đó trong cuộc trò chuyện riêng, để chỉ bạn đọc câu trả lời.',
  onlyHere: 'Việc đó chỉ làm được ở đây, trong cuộc trò chuyện riêng. Hãy gửi ở đây.',
}
