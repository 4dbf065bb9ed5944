"""Words of the service: what is refused, and why."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # titles of refusals
    "service.bad-body": ("yêu cầu không đọc được", "the request cannot be read"),
    "service.unauthorized": ("chưa được phép", "not admitted"),
    "service.not-found": ("không có ở đây", "not here"),
    "service.not-allowed": ("không dùng cách gọi này", "not called in this way"),
    "service.conflict": ("trái với điều đã ghi", "at odds with what was recorded"),
    "service.rules-changed": ("bộ tiêu chí đang dùng là bản khác", "the rules in force are others"),
    "service.too-large": ("quá lớn", "too large"),
    "service.media": ("không nhận kiểu nội dung này", "this kind of content is not taken"),
    "service.invalid-facts": ("dữ liệu không hợp lệ", "invalid data"),
    "service.too-many": ("đang có quá nhiều yêu cầu", "too many requests"),
    "service.fault": ("lỗi của phần mềm", "a fault of this program"),
    "service.unavailable": ("tạm thời không dùng được", "not to be used for now"),
    # what is wrong
    "no-such-path": ("không có đường dẫn này", "there is no such path"),
    "no-such-method": ("đường dẫn này không dùng cách gọi đó", "this path is not called in that way"),
    "bad-request": ("yêu cầu sai dạng", "the request is malformed"),
    "no-such-rules": (
        "không có bộ tiêu chí, phiên bản hoặc đối tượng này",
        "there is no such ruleset, version or category",
    ),
    "no-such-selection": ("đối tượng này không có danh sách xét chọn đó", "this category has no such selection"),
    "not-installed": (
        "máy chủ chưa cài gói mà chức năng này cần; người quản trị xem nhật ký",
        "the server lacks a package that this needs; its keeper finds it in the log",
    ),
    "other-rules": (
        "bộ tiêu chí đang dùng không phải bản mà yêu cầu nêu; hãy xem lại rồi gọi với bản mới",
        "the rules in force are not those the request names; look at them, then ask under the new ones",
    ),
    "no-store": ("nơi này không lưu biên bản", "no records are kept here"),
    "no-token": ("cần mã truy cập", "a token is needed"),
    "media-type": ("không nhận `{given}`; nhận: {taken}", "`{given}` is not taken; taken are: {taken}"),
    "body-too-large": ("nội dung dài quá {most} byte", "the body has more than {most} bytes"),
    "body-shape": ("cần một đối tượng JSON có: {keys}", "a JSON object is needed, with: {keys}"),
    "body-key": ("không có mục `{key}`; các mục: {keys}", "there is no key `{key}`; keys: {keys}"),
    "bad-idempotency-key": (
        "khóa chống ghi lặp phải là chữ không dấu, tối đa 200 ký tự",
        "an idempotency key is plain text of at most 200 characters",
    ),
    "upload-ending": ("cần một tệp có đuôi: {endings}", "a file is needed that ends in: {endings}"),
    "too-many-rows": ("có {count} dòng, tối đa {most}", "there are {count} rows, at most {most} are taken"),
    "too-many-batches": ("đang xét nhiều tệp khác; hãy gửi lại sau", "other files are being decided; come again"),
    "batch-too-slow": ("xét quá lâu nên đã dừng; hãy chia nhỏ", "deciding took too long and was stopped; send less"),
    "service-fault": (
        "lỗi của phần mềm; báo người quản trị mã yêu cầu {request}",
        "a fault of this program; tell its keeper the request id {request}",
    ),
    "cannot-listen": (
        "không nghe được ở địa chỉ `{host}`, cổng {port}",
        "the service cannot listen on `{host}`, port {port}",
    ),
    "cannot-listen.taken": (
        "cổng {port} ở địa chỉ `{host}` đang được chương trình khác dùng",
        "port {port} on `{host}` is in use by another program",
    ),
    "cannot-listen.taken.help": ("nêu cổng khác sau `--port`", "name another port after `--port`"),
    "cannot-listen.denied": (
        "hệ thống không cho dùng cổng {port} ở địa chỉ `{host}`",
        "the system does not allow port {port} on `{host}`",
    ),
    "cannot-listen.denied.help": (
        "nêu cổng từ 1024 trở lên sau `--port`",
        "name a port of 1024 or above after `--port`",
    ),
    "cannot-listen.elsewhere": (
        "`{host}` không phải địa chỉ của máy này",
        "`{host}` is no address of this machine",
    ),
    "cannot-listen.host": ("không có địa chỉ `{host}`", "there is no address `{host}`"),
}
