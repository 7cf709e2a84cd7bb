import { memory } from './memory/vi.ts'
import type { Texts } from './text-table.ts'

export const vi: Texts = {
  language: 'vi',
  start:
    'Xin chào! Tôi là Chasqui. Hãy viết cho tôi về bất cứ điều gì, hoặc gửi ảnh rồi hỏi về ảnh đó.\n' +
    'Những gì tôi làm được: /help. Bắt đầu lại: /reset.',
  help:
    'Bạn viết tin nhắn, tôi trả lời. Gửi tối đa năm ảnh kèm câu hỏi, rồi cứ hỏi tiếp về chúng. ' +
    'Nếu bạn trả lời một tin nhắn, tôi thấy đó là tin nào.\n' +
    '/reset bắt đầu cuộc trò chuyện mới: tôi không xem lại những gì đã nói trước đó.\n' +
    '/status cho biết mô hình nào trả lời và câu trả lời được kiểm tra thế nào.\n' +
    '“dừng” hoặc /stop kết thúc câu trả lời tôi đang viết.\n' +
    'Tôi có thể sai. Hãy kiểm tra lại những điều quan trọng.',
  resetDone: 'Xong, một cuộc trò chuyện mới. Bạn muốn nói về điều gì?',
  unknownCommand: 'Tôi không biết lệnh này. /help cho biết tôi làm được gì.',
  files: {
    ready: 'Đây là tất cả những gì tôi lưu về bạn.',
    fetch: 'Hãy tải về trong vòng 24 giờ. Sau đó, hoặc ngay khi bạn đã có, nó sẽ bị xóa.',
    onlyPrivately: 'Tôi chỉ đưa cái này trong trò chuyện riêng. Hãy viết /export cho tôi ở đó.',
    refused: {
      busy: 'Một tệp như vậy đang được tạo. Bạn thử lại sau một phút nhé.',
      'no-room': 'Hiện không có chỗ cho một tệp như vậy. Bạn thử lại sau nhé.',
      'no-files':
        'Trong ứng dụng này tôi không gửi được tệp như vậy. Bạn hãy hỏi người vận hành bot này về dữ liệu của mình.',
    },
    lost: 'Tôi không gửi được tệp này. Bạn hãy yêu cầu lại bằng /export.',
  },
  statusModel: (model) => `Mô hình: ${model}`,
  statusEngine: {
    ready: 'Bộ máy: sẵn sàng',
    starting: 'Bộ máy: đang khởi động, xin chờ một lát',
    failed: 'Bộ máy: không chạy; người vận hành bot này có thể xem lý do',
  },
  statusPictures: { seen: 'Hình ảnh: tôi xem được', unseen: 'Hình ảnh: với mô hình này tôi không xem được' },
  statusGuard: {
    full: 'Kiểm tra an toàn: mọi tin nhắn và mọi câu trả lời đều được một mô hình bảo vệ kiểm tra',
    demonstration: 'Kiểm tra an toàn: chỉ có bộ bảo vệ minh họa đang hoạt động. Nó để lọt nhiều thứ; đừng dựa vào nó.',
    off: 'Kiểm tra an toàn: đã bị người vận hành bot này tắt; chỉ áp dụng các quy tắc đơn giản',
    none: 'Kiểm tra an toàn: không có mô hình bảo vệ; chỉ áp dụng các quy tắc đơn giản',
  },
  statusPicturesJudged: { yes: 'Hình ảnh cũng được kiểm tra', no: 'Bản thân hình ảnh không được kiểm tra' },
  blockedQuestion: 'Tôi không thể giúp việc đó. Tôi có thể giúp bạn điều gì khác không?',
  blockedAnswer: 'Tôi xin không đưa ra câu trả lời mà tôi định nói. Bạn thử hỏi theo cách khác nhé.',
  stoppedAnswer: '(Tôi dừng ở đây: phần còn lại của câu trả lời không qua được kiểm tra an toàn.)',
  cutAnswer: {
    length: '(Tôi dừng ở đây: câu trả lời đã quá dài. Nếu muốn, bạn cứ bảo tôi viết tiếp.)',
    repeated: '(Tôi dừng ở đây: tôi chỉ đang lặp lại cùng một điều.)',
  },
  apology: 'Xin lỗi, phía tôi gặp trục trặc nên không trả lời được. Bạn thử lại sau giây lát nhé.',
  stillWorking: 'Việc này lâu hơn một chút. Tôi vẫn đang làm …',
  limited: 'Nhiều quá một lúc! Cho tôi nghỉ một chút rồi bạn hãy viết tiếp.',
  tooLong: (charactersMax) => `Quá dài đối với tôi. Xin gửi nhiều nhất khoảng ${charactersMax} ký tự.`,
  nothingToAnswer: 'Tin nhắn của bạn không có gì tôi đọc được. Hãy viết vài chữ hoặc gửi ảnh.',
  notAllowed: 'Xin lỗi, tôi không được phép trò chuyện với bạn ở đây. Hãy nhờ người vận hành bot này cho bạn vào.',
  access: {
    code: (code, goodFor) =>
      `Xin chào! Tôi chưa được phép trò chuyện với bạn. Hãy đưa mã này cho người vận hành bot này để họ cho bạn vào:\n\n${code}\n\nMã có hiệu lực trong ${goodFor}.`,
    tooManyWait:
      'Xin chào! Tôi chưa được phép trò chuyện với bạn, và đã có quá nhiều người đang chờ. Hãy viết lại sau một giờ nữa.',
    approved: 'Bạn đã được cho vào. Hãy viết bất cứ điều gì, hoặc gửi ảnh và hỏi.',
  },
  unsupported: {
    audio: 'Tôi chưa nghe được tin nhắn thoại hay âm thanh. Bạn viết ra giúp tôi nhé?',
    video: 'Tôi chưa xem được video. Ảnh hoặc ảnh chụp màn hình thì được.',
    file: 'Tôi chưa mở được tệp. Hãy dán văn bản vào đây hoặc gửi ảnh chụp.',
    sticker: 'Nhãn dán đẹp quá! Nhưng tôi không đọc được nhãn dán. Bạn nói bằng lời nhé?',
    location: 'Tôi chưa dùng được vị trí. Hãy cho tôi biết địa điểm bằng lời.',
    contact: 'Tôi chưa dùng được danh bạ. Hãy viết điều bạn muốn biết.',
    other: 'Tôi chưa đọc được loại tin nhắn này. Hãy viết vài chữ hoặc gửi ảnh.',
  },
  pictureBroken: 'Tôi không mở được ảnh này, có vẻ nó bị hỏng. Bạn gửi lại được không?',
  pictureTooLarge: 'Ảnh này quá lớn đối với tôi. Xin gửi ảnh nhỏ hơn.',
  notAPicture: 'Tệp này không phải loại ảnh tôi biết. JPEG, PNG, WebP, GIF và AVIF thì được.',
  pictureSvg: 'Tôi không xem được hình vẽ SVG. Xin gửi dưới dạng PNG hoặc JPEG.',
  pictureHeic: 'Ở đây tôi không mở được ảnh HEIC. Xin gửi dưới dạng JPEG (nhiều điện thoại gọi là “tương thích nhất”).',
  pictureGone: 'Tôi không còn lấy được ảnh này. Xin gửi lại.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Nhiều ảnh hơn mức tôi xem được. Tôi đã xem ảnh đầu tiên.'
      : `Nhiều ảnh hơn mức tôi xem được. Tôi đã xem ${seen} ảnh đầu tiên.`,
  picturesUnseen: 'Với mô hình tôi đang dùng, tôi không xem được ảnh. Tôi chỉ trả lời được phần chữ của bạn.',
  visionFault:
    'Hiện tôi không xem được ảnh: mắt của tôi chưa qua được bài kiểm tra. Tôi chỉ trả lời được phần chữ của bạn.',
  stop: 'Dừng',
  stopped: '(Đã dừng.)',
  nothingToStop: 'Không có gì để dừng.',
  takeOver: {
    begins: 'Từ bây giờ, một người trong nhóm sẽ trả lời ở đây.',
    ends: 'Trợ lý đã trở lại trả lời ở đây.',
    by: '— Một người trong nhóm:',
  },
  maybeRepeated: '(Có thể bạn đã nhận được câu trả lời này.)',
  memory,
}
