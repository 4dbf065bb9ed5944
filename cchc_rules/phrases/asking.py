"""Words of the interview about one candidate."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "command.ask": (
        "Hỏi từng dữ kiện của một hồ sơ, chỉ những dữ kiện còn ảnh hưởng đến kết luận, ghi câu trả lời vào tệp JSON "
        "rồi giải thích kết luận. Chạy lại lệnh với cùng tệp thì hỏi tiếp.",
        "Asks for the facts of one candidate, only those that can still matter to the verdict, writes the answers to a "
        "JSON file and explains the decision. Run again with the same file it goes on from there.",
    ),
    "option.ask-output": (
        "Tệp JSON ghi các câu trả lời; có sẵn thì hỏi tiếp. Không nêu thì là `RULESET-CATEGORY.json`.",
        "The JSON file for the answers; one that is there is gone on with. Without it `RULESET-CATEGORY.json`.",
    ),
    "option.ask-id": ("Mã hồ sơ; không nêu thì hỏi.", "The id of the candidate; it is asked for otherwise."),
    "option.ask-name": ("Tên người, đơn vị; không nêu thì hỏi.", "The candidate's name; it is asked for otherwise."),
    "ask-several": (
        "tệp có {count} hồ sơ; hỏi đáp ghi mỗi hồ sơ một tệp",
        "the file holds {count} candidates; an interview writes one to a file",
    ),
    "ask-several.help": ("nêu tệp khác sau `--output`", "name another file after `--output`"),
    "ask-unfinished": (
        "tệp không phải danh sách ghi dở của một lần hỏi",
        "the file is no unfinished list of an interview",
    ),
    "ask-unfinished.help": (
        "đổi tên tệp này, hoặc nêu tệp khác sau `--output`",
        "give this file another name, or name another one after `--output`",
    ),
    "ask.begin": ("{ruleset} – {category}", "{ruleset} – {category}"),
    "ask.file": ("Câu trả lời được ghi vào {path}.", "Answers are written to {path}."),
    "ask.resumed": (
        "Hỏi tiếp theo {path}: đã có {count} dữ kiện.",
        "Going on with {path}: {count} facts are there.",
    ),
    "ask.keys": (
        "Không biết: Enter. Quay lại câu trước: <. Xem điều khoản: ?. Dừng: một dấu chấm.",
        "Not known: Enter. Back: <. The clauses: ?. Stop: a full stop.",
    ),
    "ask.id": ("Mã hồ sơ (Enter: {id})", "Id of the candidate (Enter: {id})"),
    "ask.name": ("Tên người, đơn vị được xét (Enter: bỏ trống)", "Name of the candidate (Enter: none)"),
    "ask.question": ("Câu {number} (còn {left}). {label}", "Question {number} ({left} left). {label}"),
    "ask.of": ("{label} – {members}", "{label} – {members}"),
    "ask.day": ("Ngày xét", "The day to decide as of"),
    "ask.why": ("Để xét: {reasons}", "For: {reasons}"),
    "ask.reason": ("“{title}” ({at})", "“{title}” ({at})"),
    "ask.reason.bare": ("“{title}”", "“{title}”"),
    "ask.says": ("{at}: {says}", "{at}: {says}"),
    "ask.boolean": ("Có (c) hoặc không (k).", "Yes (y) or no (n)."),
    "ask.options": ("Chọn số hoặc ghi rõ: {options}.", "Choose a number or write it out: {options}."),
    "ask.options.open": (
        "Chọn số, ghi rõ hoặc ghi từ khác: {options}.",
        "Choose a number, write it out, or write another word: {options}.",
    ),
    "ask.option": ("{number}. {word}", "{number}. {word}"),
    "ask.entries": (
        "Ghi “{key}” của từng mục, mỗi dòng một mục; dòng trống để kết thúc; không có mục nào thì ghi “không có”.",
        "Write “{key}” of each entry, a line each; an empty line ends; write “none” when there is none.",
    ),
    "ask.entries.some": (
        "Ghi “{key}” của từng mục, mỗi dòng một mục; dòng trống để kết thúc.",
        "Write “{key}” of each entry, a line each; an empty line ends.",
    ),
    "ask.count": ("Có bao nhiêu mục (tối đa {most})?", "How many entries ({most} at most)?"),
    "ask.roll": ("Hỏi lần lượt: {members}.", "One after the other: {members}."),
    "ask.none": ("không có", "none"),
    "ask.unknown": ("không biết", "unknown"),
    "ask.wrong-count": ("cần một số từ 0 đến {most}", "a number from 0 to {most} is needed"),
    "ask.first": ("Đây là câu đầu tiên.", "This is the first question."),
    "ask.again": ("Chưa nhận được câu trả lời này", "This answer cannot be taken"),
    "ask.contradiction": (
        "Nếu câu trả lời trước chưa đúng thì quay lại bằng <.",
        "If it is an earlier answer that is wrong, go back by <.",
    ),
    "ask.stopped": (
        "Dừng ở đây: {path} đã có {count} dữ kiện; chạy lại lệnh để hỏi tiếp.",
        "Stopped here; facts in {path}: {count}. Run the command again to go on.",
    ),
    "ask.stopped.nothing": ("Dừng ở đây: chưa ghi gì.", "Stopped here: nothing is written."),
    "ask.unfinished": (
        "Danh sách “{label}” chưa ghi xong, mới có: {members}. Các mục này được ghi riêng vào {path}, lần sau "
        "ghi tiếp.",
        "The list “{label}” is not finished; entries so far: {members}. They are in {path}, to go on with.",
    ),
    "ask.unfinished.resumed": (
        "Đã ghi: {members}. Ghi tiếp; bỏ mục cuối: <; đã đủ: dòng trống.",
        "Written so far: {members}. Go on; drop the last: <; that is all: an empty line.",
    ),
    "ask.skipped": (
        "Chưa trả lời {count} câu; chạy lại lệnh để trả lời tiếp.",
        "Not answered: {count}; run the command again to answer them.",
    ),
    "ask.written": ("Đã ghi các câu trả lời vào {path}.", "The answers are written to {path}."),
}
